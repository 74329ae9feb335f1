import { byId, clockTime, element, post, toast } from './dom.js';

const PROVIDERS = [
  ['twilio', 'Twilio', 'text messages and calls'],
  ['sns', 'Amazon SNS', 'text messages when Twilio is not well'],
  ['slack', 'Slack', 'channels and cards'],
  ['ses', 'Amazon SES', 'e-mail'],
  ['webhook', 'Webhooks', 'addresses that policies tell'],
  ['bedrock', 'Bedrock', 'suggestions'],
  ['eventbridge', 'EventBridge', 'all that hangs off the page'],
];

const MODES = [
  ['ok', 'Well'],
  ['error', 'Refuses at once'],
  ['timeout', 'Never answers'],
  ['undelivered', 'Takes it, does not deliver'],
  ['accepted-no-receipt', 'Takes it, sends no receipt'],
  ['answer-lost', 'Does it, the answer is lost'],
  ['ratelimited', 'Says it is all too much'],
];
/** What makes no sense for a provider: SNS sends no receipts anyway, the others carry no messages. */
const UNFIT = {
  twilio: ['ratelimited'],
  sns: ['accepted-no-receipt', 'ratelimited'],
  ses: ['accepted-no-receipt', 'ratelimited'],
  slack: ['undelivered', 'accepted-no-receipt'],
  other: ['undelivered', 'accepted-no-receipt', 'answer-lost', 'ratelimited'],
};
const WARNINGS_SHOWN_MAX = 5;

const selects = new Map();
let known = {};

/** Lays out one choice for each provider, of the modes that the sandbox knows. */
export const layOutProviders = (knownModes) => {
  byId('providers').replaceChildren(
    ...PROVIDERS.map(([provider, name, what]) => {
      const id = `mode-${provider}`;
      const unfit = UNFIT[provider] ?? UNFIT.other;
      const modes = MODES.filter(([mode]) => knownModes.includes(mode) && !unfit.includes(mode));
      const select = element(
        'select',
        { id },
        modes.map(([value, text]) => element('option', { value, text })),
      );
      select.addEventListener('change', () => change(provider, select));
      selects.set(provider, select);
      const words = [
        element('span', { className: 'provider-name', text: name }),
        element('span', { className: 'hint', text: what }),
      ];
      const label = element('label', { for: id }, words);
      return element('li', { className: 'provider' }, [label, select]);
    }),
  );
};

const change = async (provider, select) => {
  try {
    await post('/sandbox/outages', { provider, mode: select.value });
  } catch (error) {
    toast(error.message);
    showOutages(known);
  }
};

/** Shows how everyone outside is. */
export const showOutages = (outages) => {
  known = outages;
  for (const [provider, select] of selects) {
    select.value = outages[provider] ?? 'ok';
    select.closest('.provider').classList.toggle('is-broken', select.value !== 'ok');
  }
  const broken = PROVIDERS.filter(([provider]) => (outages[provider] ?? 'ok') !== 'ok').map(([, name]) => name);
  const state = byId('outside-state');
  state.textContent = broken.length > 0 ? `Broken: ${broken.join(', ')}` : 'All well';
  state.classList.toggle('is-broken', broken.length > 0);
};

/** Shows what the carrier complains about, newest first. */
export const showWarnings = (warnings) => {
  const list = byId('warnings');
  list.hidden = warnings.length === 0;
  list.replaceChildren(
    ...warnings
      .slice(-WARNINGS_SHOWN_MAX)
      .reverse()
      .map(({ at, code, text }) => element('li', { text: `${clockTime(at)} · ${code} · ${text}` })),
  );
};
