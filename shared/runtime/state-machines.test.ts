import { expect, it } from 'vitest';
import { executionName } from './state-machines.ts';

it('leaves a name alone that Step Functions takes', () => {
  expect(executionName('01M847PP078YDK08G3GX1T7KBD-r1.0.0.ada-1')).toBe('01M847PP078YDK08G3GX1T7KBD-r1.0.0.ada-1');
});

it('shortens any other to 80 plain characters, different for different names', () => {
  const names = ['ada@example.com', `ada ${'x'.repeat(100)}`, `ada ${'x'.repeat(101)}`].map(executionName);
  for (const name of names) expect(name).toMatch(/^[\w.-]{1,80}$/);
  expect(new Set(names).size).toBe(3);
});
