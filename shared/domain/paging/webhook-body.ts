import type { Page } from './page.ts';

/** What a webhook of a policy is told, as JSON: `page` when its level is reached, `exhausted` when nobody has answered. */
export const webhookBody = ({ label, incidentId, exhausted, startedAt }: Page, publicUrl: string): string => {
  const { number, severity, title, service } = label;
  const name = `INC-${number}`;
  return JSON.stringify({
    type: exhausted ? 'exhausted' : 'page',
    timestamp: startedAt,
    data: {
      incident: { id: incidentId, number: name, severity, title, service, url: `${publicUrl}/incidents/${name}` },
      ...(exhausted ? { why: exhausted.why } : {}),
    },
  });
};
