import { alertKeyStore } from '../data/alert-key-store.ts';
import { breakerStore } from '../data/breaker-store.ts';
import { calendarLinkStore } from '../data/calendar-link-store.ts';
import { chatRoomStore } from '../data/chat-room-store.ts';
import { configStore } from '../data/config-store.ts';
import { contactCodeStore } from '../data/contact-code-store.ts';
import { directoryStore } from '../data/directory-store.ts';
import { incidentReads } from '../data/incident-reads.ts';
import { incidentStore } from '../data/incident-store.ts';
import { pageStore } from '../data/page-store.ts';
import { rateBudgetStore } from '../data/rate-budget-store.ts';
import { optOutStore, reachabilityReportStore } from '../data/reachability-store.ts';
import { runStore } from '../data/run-store.ts';
import { shiftNoticeStore } from '../data/shift-notice-store.ts';
import { connectTable } from '../data/table.ts';
import { turnStore } from '../data/turn-store.ts';
import { userGroupStore } from '../data/user-group-store.ts';
import { endpoint, environment, once } from './environment.ts';

export const tableConnection = once(() =>
  connectTable({
    table: environment('PD_TABLE'),
    region: environment('PD_REGION'),
    endpoint: endpoint('AWS_ENDPOINT_URL_DYNAMODB'),
  }),
);

/** Each store is made when it is first used: an ElectroDB entity costs milliseconds of a cold start. */
export const incidents = once(() => incidentStore(tableConnection()));
export const reads = once(() => incidentReads(tableConnection()));
export const runs = once(() => runStore(tableConnection()));
export const turns = once(() => turnStore(tableConnection()));
export const pages = once(() => pageStore(tableConnection()));
export const alertKeys = once(() => alertKeyStore(tableConnection()));
export const breakers = once(() => breakerStore(tableConnection()));
export const directory = once(() => directoryStore(tableConnection()));
export const config = once(() => configStore(tableConnection()));
export const contactCodes = once(() => contactCodeStore(tableConnection()));
export const optOuts = once(() => optOutStore(tableConnection()));
export const reachabilityReports = once(() => reachabilityReportStore(tableConnection()));
export const calendarLinks = once(() => calendarLinkStore(tableConnection()));
export const shiftNotices = once(() => shiftNoticeStore(tableConnection()));
export const rateBudgets = once(() => rateBudgetStore(tableConnection()));
export const chatRooms = once(() => chatRoomStore(tableConnection()));
export const userGroups = once(() => userGroupStore(tableConnection()));
