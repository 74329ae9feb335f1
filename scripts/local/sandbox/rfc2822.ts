import type { Instant } from '../../../shared/lib/instant.ts';

/** Twilio's form of a time: `Tue, 24 Nov 2026 03:00:00 +0000`, to the second. */
export const rfc2822 = (instant: Instant): string => new Date(instant).toUTCString().replace('GMT', '+0000');
