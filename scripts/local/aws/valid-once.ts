import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE } from '../cache.ts';

/**
 * Runs `make` with whether this very text was found valid before, on this machine: to validate a state machine takes half
 * a second, at every start, and it changes once a month. Where nothing can be kept, it is validated every time.
 *
 * @throws what `make` throws; then the text is not remembered
 */
export const validOnce = <T>(text: string, make: (known: boolean) => T): T => {
  const mark = join(CACHE, 'valid-asl', createHash('sha256').update(text).digest('hex'));
  const known = existsSync(mark);
  const made = make(known);
  if (!known) remember(mark);
  return made;
};

const remember = (mark: string): void => {
  try {
    mkdirSync(join(mark, '..'), { recursive: true });
    writeFileSync(mark, '');
  } catch {
    // A folder that cannot be written costs half a second, no more.
  }
};
