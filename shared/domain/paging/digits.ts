/** What a person can do from a phone. */
export type AnswerAction = 'acknowledge' | 'escalate' | 'resolve';

/** Keys of the phone, as people know them from other paging systems. */
export const DIGIT_OF = { acknowledge: '4', escalate: '5', resolve: '6' } as const satisfies Record<
  AnswerAction,
  string
>;

const ACTION_OF: ReadonlyMap<string, AnswerAction> = new Map([
  [DIGIT_OF.acknowledge, 'acknowledge'],
  [DIGIT_OF.escalate, 'escalate'],
  [DIGIT_OF.resolve, 'resolve'],
]);

/** What the key pressed in a call asks for; undefined when it is another key, several keys or none. */
export const parseDigits = (digits: string): AnswerAction | undefined => ACTION_OF.get(digits);
