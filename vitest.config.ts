import { defineConfig } from 'vitest/config';

/** Tests of one unit, which are given all they need: those of one worker load the product once, and not once a file. */
const UNITS = ['{shared,functions,dashboard}/**/*.test.ts', 'scripts/{openapi,config}/**/*.test.ts'];
/** They need an environment that the product reads once and remembers: its log's level, the database of a region. */
const READ_THE_ENVIRONMENT = [
  'scripts/config/command.test.ts',
  'scripts/openapi/answers.test.ts',
  'functions/slack-worker/*.test.ts',
  'shared/runtime/edge/*.test.ts',
  'shared/runtime/log.test.ts',
];

export default defineConfig({
  test: {
    environment: 'node',
    // Processes, not threads: tests start servers and workers of their own, and read process.env.
    pool: 'forks',
    maxWorkers: 2,
    // Nothing here waits for the wall clock; this only ends what hangs, on a slow machine too.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default', './scripts/summary-reporter.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'whole',
          include: [
            'tests/**/*.test.ts',
            'scripts/*.test.ts',
            'scripts/!(openapi|config)/**/*.test.ts',
            ...READ_THE_ENVIRONMENT,
          ],
          globalSetup: ['tests/browser/unpack.ts'],
        },
      },
      { extends: true, test: { name: 'units', isolate: false, include: UNITS, exclude: READ_THE_ENVIRONMENT } },
    ],
  },
});
