/*
 * Stands in for the things that Twilio hangs below a call or a message (streams, recordings, payments, media: 115 kB). Their lists are
 * made when asked for, and we ask for none: we send, and look up what was sent. Asking for one says so.
 */
module.exports = new Proxy(
  {},
  {
    get: (_, name) => () => {
      throw new Error(`${String(name)} is left out of the bundles: see scripts/build/stand-ins/twilio-subresource.cjs`);
    },
  },
);
