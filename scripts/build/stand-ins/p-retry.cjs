/*
 * Stands in for `p-retry` and its `retry` (5 kB) in Slack's client, which we tell to try once: what is left of it is that an
 * `AbortError` is thrown as the error it holds.
 */
class AbortError extends Error {
  constructor(cause) {
    super('aborted');
    this.originalError = cause instanceof Error ? cause : new Error(String(cause));
  }
}

const once = async (task, { retries }) => {
  if (retries !== 0) throw new Error('retries are left out of the bundles: see scripts/build/stand-ins/p-retry.cjs');
  try {
    return await task(1);
  } catch (error) {
    throw error instanceof AbortError ? error.originalError : error;
  }
};

module.exports = once;
module.exports.default = once;
module.exports.AbortError = AbortError;
