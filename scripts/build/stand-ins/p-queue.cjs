/*
 * Stands in for `p-queue` and what it brings (9 kB) in Slack's client, which we tell not to queue: our rate budgets and the functions'
 * own bounds are what holds calls back. A call that is limited is refused to us, so nothing ever pauses it.
 */
module.exports = class Queue {
  constructor({ concurrency }) {
    if (concurrency !== Number.POSITIVE_INFINITY) {
      throw new Error('queueing is left out of the bundles: see scripts/build/stand-ins/p-queue.cjs');
    }
  }

  async add(task) {
    return task();
  }
};
module.exports.default = module.exports;
