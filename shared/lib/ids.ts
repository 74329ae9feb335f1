/** Names of things. A brand keeps one kind of name from being passed as another. */
export type IncidentId = string & { readonly __brand: 'IncidentId' };
export type ServiceId = string & { readonly __brand: 'ServiceId' };
export type PolicyId = string & { readonly __brand: 'PolicyId' };
export type ScheduleId = string & { readonly __brand: 'ScheduleId' };
export type UserId = string & { readonly __brand: 'UserId' };
export type IntegrationId = string & { readonly __brand: 'IntegrationId' };
/** One run of an escalation policy for an incident: `<version of the event that began it>`, unique in the incident. */
export type RunId = string & { readonly __brand: 'RunId' };
/** One person paged at one level of one round: `<run>.<round>.<level>.<user>`. */
export type PageId = string & { readonly __brand: 'PageId' };

/** A Slack user's id, such as `U0ADA`. */
export type SlackUserId = string & { readonly __brand: 'SlackUserId' };

/** A Slack channel's id, such as `C0INCIDENTS`. */
export type SlackChannelId = string & { readonly __brand: 'SlackChannelId' };

/** An address that we may ask for something: `isWebhookUrl` has looked at it. */
export type WebhookUrl = string & { readonly __brand: 'WebhookUrl' };

/** A phone number as E.164 writes it: `+12025550101`. */
export type E164 = string & { readonly __brand: 'E164' };

/** An e-mail address, in lower case. */
export type EmailAddress = string & { readonly __brand: 'EmailAddress' };

export const isE164 = (text: string): text is E164 => /^\+[1-9]\d{6,14}$/.test(text);

const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

export const isIncidentId = (text: string): text is IncidentId => ULID.test(text);

/** The number in `INC-7`, whatever its case; undefined when the text is not one. */
export const incidentNumber = (text: string): number | undefined => {
  const match = /^(?:INC-)?([1-9]\d{0,8})$/i.exec(text);
  return match ? Number(match[1]) : undefined;
};
