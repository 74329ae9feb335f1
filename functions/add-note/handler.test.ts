import { expect, it } from 'vitest';
import { plainDeps, request, said } from '../../shared/runtime/fixtures/request.ts';
import { addNote } from './handler.ts';

it('notes what was written, without control characters', async () => {
  const { deps, commanded } = plainDeps();
  expect((await addNote(deps, request({ text: ' the deploy\u0007\nof 02:50 ' }))).statusCode).toBe(200);
  expect(commanded).toMatchObject([{ type: 'AddNote', text: 'the deploy\nof 02:50' }]);
});

it.each([{}, { text: '' }, { text: ' \u0000 ' }, { text: 7 }, { text: 'x'.repeat(10_001) }])(
  'refuses %j',
  async (body) => {
    const { deps, commanded } = plainDeps();
    expect(said(await addNote(deps, request(body)))).toMatchObject({ status: 400, field: 'text' });
    expect(commanded).toEqual([]);
  },
);
