import { join } from 'node:path';
import { ROOT } from '../manifest.ts';

/** What one check leaves for another. */
const FOLDER = join(ROOT, 'coverage');
/** The plan of both regions, by `npm run check:terraform`. */
export const PLAN_FILE = join(FOLDER, 'plan.json');
/** What functions asked AWS for, by tests that run with `PD_CALLS_FOLDER=coverage/calls`. */
export const CALLS_FOLDER = join(FOLDER, 'calls');
