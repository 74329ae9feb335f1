/** What people are told when a request could not be put onto the queue, by whatever way there is to tell them. */
export const NOT_TAKEN =
  'PD Lite could not take that just now, and it is not certain that anything will come of it. Please try again in a ' +
  'moment. Pages by phone go on as before: they can be answered there.';
