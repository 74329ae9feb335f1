import { declareForm } from '../declare-form.ts';
import { byResponder } from '../person.ts';
import { form } from '../reply.ts';

/** `declare what is wrong`: the form, with what was said in it. */
export const declare = byResponder<{ readonly text: string }>(async (desk, { text }) =>
  form(await declareForm(desk, { text, description: null })),
);
