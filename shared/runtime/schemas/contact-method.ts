import * as v from 'valibot';
import { CONTACT_TYPES } from '../../domain/directory/contact-method.ts';
import { text } from './common.ts';
import { Email, Phone, SlackId } from './user.ts';

const label = v.exactOptional(text(40));

/** `POST /v1/users/{id}/contact-methods` */
export const ContactMethodInput = v.variant(
  'type',
  [
    v.strictObject({ type: v.picklist(['sms', 'voice']), to: Phone, label }),
    v.strictObject({ type: v.literal('slack'), to: SlackId, label }),
    v.strictObject({ type: v.literal('email'), to: Email, label }),
  ],
  `must be one of ${CONTACT_TYPES.join(', ')}`,
);

/** `POST /v1/users/{id}/contact-methods/{methodId}/verify` */
export const CodeInput = v.strictObject({
  code: v.pipe(v.string(), v.trim(), v.regex(/^\d{6}$/, 'must be the six digits that were sent')),
});
