import { expect, it } from 'vitest';
import { incidentNumber, isE164, isIncidentId } from './ids.ts';

it.each([
  ['INC-7', 7],
  ['inc-7', 7],
  ['7', 7],
  ['INC-999999999', 999_999_999],
  ['INC-0', undefined],
  ['INC-07', undefined],
  ['INC-', undefined],
  ['INC-1e3', undefined],
  ['INC-9999999999', undefined],
  ['-7', undefined],
  ['', undefined],
])('reads %j as the number %j', (text, number) => {
  expect(incidentNumber(text)).toBe(number);
});

it.each([
  ['+12025550101', true],
  ['+1234567', true],
  ['12025550101', false],
  ['+02025550101', false],
  ['+1202555010112345', false],
  ['+1202555010a', false],
  ['+12025550101\n', false],
  [' +12025550101', false],
])('says of %j that it is a number of E.164: %j', (text, is) => {
  expect(isE164(text)).toBe(is);
});

it.each([
  ['01JDBX0000000000000000000A', true],
  ['01jdbx0000000000000000000a', false],
  ['81JDBX0000000000000000000A', false],
  ['01JDBX000000000000000000IL', false],
  ['01JDBX0000000000000000000', false],
  ['01JDBX0000000000000000000A#log', false],
  ['01JDBX0000000000000000000A\n', false],
])('says of %j that it is an incident id: %j', (text, is) => {
  expect(isIncidentId(text)).toBe(is);
});
