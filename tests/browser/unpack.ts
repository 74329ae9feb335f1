import chromium from '@sparticuz/chromium';

/** Once, before all tests: two test files that unpack the browser at the same time would run half of it. */
export const setup = async (): Promise<void> => {
  await chromium.executablePath();
};
