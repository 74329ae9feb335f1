import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    // Processes, not threads: tests start servers and workers of their own, and read process.env.
    pool: 'forks',
    maxWorkers: 2,
    // Nothing here waits for the wall clock; this only ends what hangs, on a slow machine too.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    reporters: ['default', './scripts/summary-reporter.ts'],
    // The product is loaded, and compiled, once for all files of a process, and each begins in a fresh environment.
    isolate: false,
    setupFiles: ['tests/each-file.ts'],
    globalSetup: ['tests/browser/unpack.ts'],
    include: ['{dashboard,functions,scripts,shared,tests}/**/*.test.ts'],
  },
});
