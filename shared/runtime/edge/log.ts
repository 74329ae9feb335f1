import type { log as fullLog } from '../log.ts';

type Code = Parameters<typeof fullLog.warn>[0];
type Facts = Parameters<typeof fullLog.warn>[1];

const LEVELS = ['DEBUG', 'INFO', 'WARN', 'ERROR', 'SILENT'];

/**
 * The log of the entrances: the same codes and the same shape of a line as everybody's. Powertools' Logger is 23 kB,
 * which is most of what an entrance may weigh.
 */
const write =
  (level: 'WARN' | 'ERROR') =>
  (code: Code, facts: Facts = {}): void => {
    const wanted = (process.env['POWERTOOLS_LOG_LEVEL'] || 'INFO').toUpperCase();
    if (LEVELS.indexOf(level) < LEVELS.indexOf(wanted)) return;
    const service = process.env['AWS_LAMBDA_FUNCTION_NAME'] ?? 'pd-lite';
    const line = { level, message: code, timestamp: new Date().toISOString(), service, code, ...facts };
    process.stdout.write(`${JSON.stringify(line)}\n`);
  };

export const log = { warn: write('WARN'), error: write('ERROR') };
