import { expect, it } from 'vitest';
import { declarationFrom } from './declaration.ts';

const SERVICES = [
  { id: 'checkout', name: 'Checkout' },
  { id: 'checkout-api', name: 'Checkout API' },
  { id: 'pay', name: 'Payments (EU)' },
];

it.each([
  ['checkout is down', 'checkout is down', null, 'checkout'],
  ['sev1 checkout is down', 'checkout is down', 'SEV1', 'checkout'],
  ['SEV-2: the checkout-api is slow', 'the checkout-api is slow', 'SEV2', 'checkout-api'],
  ['p3 payments eu are late', 'payments eu are late', 'SEV3', 'pay'],
  ['search is odd, sev 4', 'search is odd', 'SEV4', null],
  ['search is odd (sev2)', 'search is odd', 'SEV2', null],
  ['sev1', '', 'SEV1', null],
  ['the sev1 of yesterday is back', 'the sev1 of yesterday is back', null, null],
  ['p50 of search is at 4', 'p50 of search is at 4', null, null],
  ['checkouts are down', 'checkouts are down', null, null],
  ['checkout and payments eu', 'checkout and payments eu', null, null],
  ['  ', '', null, null],
])('%j begins the form with what was said', (text, title, severity, serviceId) => {
  expect(declarationFrom(text, SERVICES)).toEqual({ title, severity, serviceId });
});
