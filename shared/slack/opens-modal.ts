import { ACTIONS, MODALS, type ModalName, SHORTCUTS } from './names.ts';
import { commandWords, incidentAndRest, severityWords, withoutFillers } from './words.ts';

/** The modal that `/incident <text>` opens; null when it is done at once. It agrees with `parseCommand`. */
export const opensModal = (text: string): ModalName | null => {
  const { name, rest } = commandWords(text);
  switch (name) {
    case 'declare':
    case 'resolve':
    case 'update':
      return MODALS[name];
    case 'note':
      return incidentAndRest(rest, false)[1] === '' ? MODALS.note : null;
    case 'severity':
      return severityWords(rest).digit === null ? MODALS.severity : null;
    case 'assign':
      return withoutFillers(incidentAndRest(rest, true)[1]) === '' ? MODALS.assign : null;
    default:
      return null;
  }
};

/** The modal that a button opens; null when it acts at once. */
export const modalOfAction = (actionId: string): ModalName | null => {
  switch (actionId) {
    case ACTIONS.declare:
      return MODALS.declare;
    case ACTIONS.resolve:
      return MODALS.resolve;
    case ACTIONS.update:
      return MODALS.update;
    case ACTIONS.note:
      return MODALS.note;
    default:
      return null;
  }
};

/** The modal that a message shortcut opens; null when it acts at once. */
export const modalOfShortcut = (callbackId: string): ModalName | null =>
  callbackId === SHORTCUTS.declare ? MODALS.declare : null;
