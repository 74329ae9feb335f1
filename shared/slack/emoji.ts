/** Every emoji we write, and what it means, as Unicode: they read the same in a topic, a header and a notification. */
export const EMOJI = {
  triggered: '🔴',
  acknowledged: '🟡',
  resolved: '🟢',
  merged: '🔀',
  /** Nobody has it and nobody else is being paged. */
  alarm: '🚨',
  paging: '📟',
  done: '✅',
  update: '📣',
  note: '📝',
  warning: '⚠️',
  late: '⏰',
} as const;
