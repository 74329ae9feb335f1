/**
 * Around every file of tests, since files share a process: each begins with the process's environment as it was, with
 * nothing of it read yet, and leaves no function replaced.
 */
import { afterAll, vi } from 'vitest';
import { environmentChanged } from '../shared/runtime/environment.ts';

const before = { ...process.env };
environmentChanged();

afterAll(() => {
  for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
  Object.assign(process.env, before);
  vi.restoreAllMocks();
});
