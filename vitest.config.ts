import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['{functions,shared,dashboard,scripts,tests}/**/*.test.ts'],
    globalSetup: ['tests/browser/unpack.ts'],
    // Processes, not threads: tests start servers and workers of their own, and read process.env.
    pool: 'forks',
    maxWorkers: 2,
    // Nothing here waits for the wall clock; this only ends what hangs, on a slow machine too.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default', './scripts/summary-reporter.ts'],
  },
});
