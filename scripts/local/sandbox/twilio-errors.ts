import type { LocalResponse } from '../router.ts';

/** An answer as Twilio gives its errors: https://www.twilio.com/docs/usage/troubleshooting. */
export const twilioError = (status: number, code: number, message: string): LocalResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status }),
});

export const twilioJson = (status: number, body: object): LocalResponse => ({
  status,
  headers: { 'content-type': 'application/json;charset=utf-8' },
  body: JSON.stringify(body),
});

export const unauthorized = (): LocalResponse => {
  const answer = twilioError(401, 20003, 'Authenticate');
  return { ...answer, headers: { ...answer.headers, 'www-authenticate': 'Basic realm="Twilio API"' } };
};

export const notFound = (path: string): LocalResponse =>
  twilioError(404, 20404, `The requested resource ${path} was not found`);

export const OUTAGE = twilioError(500, 20500, 'An internal server error has occurred');
