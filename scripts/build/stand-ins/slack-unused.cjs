/*
 * Stands in for uploads and streamed messages of Slack's client (12 kB), neither of which we use. Asking for one says so.
 */
module.exports = new Proxy(
  {},
  {
    get: (_, name) => () => {
      throw new Error(`${String(name)} is left out of the bundles: see scripts/build/stand-ins/slack-unused.cjs`);
    },
  },
);
