import { ACTIONS } from '../../../slack/names.ts';
import type { ActionRequest } from '../../../slack/requests.ts';
import { log } from '../../log.ts';
import type { Desk } from '../desk.ts';
import type { Handler } from '../person.ts';
import { nothing, type Reply } from '../reply.ts';
import { addUser } from './add-user.ts';
import { askToBeAdded } from './ask-to-be-added.ts';
import { declare } from './declare.ts';
import { drill } from './drill.ts';
import { acknowledge, escalate, note, reopen, resolve, takeCommand, update } from './on-incident.ts';

type ActionId = (typeof ACTIONS)[keyof typeof ACTIONS];

const BUTTONS: Readonly<Record<ActionId, Handler<ActionRequest>>> = {
  [ACTIONS.acknowledge]: acknowledge,
  [ACTIONS.escalate]: escalate,
  [ACTIONS.resolve]: resolve,
  [ACTIONS.update]: update,
  [ACTIONS.takeCommand]: takeCommand,
  [ACTIONS.note]: note,
  [ACTIONS.reopen]: reopen,
  [ACTIONS.declare]: declare,
  [ACTIONS.drill]: drill,
  [ACTIONS.askToBeAdded]: askToBeAdded,
  [ACTIONS.addUser]: addUser,
};

const isButton = (id: string): id is ActionId => Object.hasOwn(BUTTONS, id);

/** A button that was pressed. One that is not ours, such as a link's, does nothing. */
export const runAction = async (desk: Desk, request: ActionRequest): Promise<Reply> => {
  if (isButton(request.actionId)) return BUTTONS[request.actionId](desk, request);
  log.warn('slack.name-unknown', { what: 'action' });
  return nothing;
};
