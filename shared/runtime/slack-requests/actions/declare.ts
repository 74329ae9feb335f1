import { declareForm } from '../declare-form.ts';
import { byResponder } from '../person.ts';
import { form } from '../reply.ts';

/** The button that opens the declaration's form. */
export const declare = byResponder<unknown>(async (desk) =>
  form(await declareForm(desk, { text: '', description: null })),
);
