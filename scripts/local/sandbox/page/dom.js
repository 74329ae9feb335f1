/** @returns the element with this id, which the page has. */
export const byId = (id) => document.getElementById(id);

/** Makes an element; text goes in as text only. */
export const element = (name, { className, text, ...attributes } = {}, children = []) => {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
};

export const icon = (name) => {
  const space = 'http://www.w3.org/2000/svg';
  const drawing = document.createElementNS(space, 'svg');
  const use = document.createElementNS(space, 'use');
  drawing.setAttribute('class', 'icon');
  drawing.setAttribute('aria-hidden', 'true');
  use.setAttribute('href', `#icon-${name}`);
  drawing.append(use);
  return drawing;
};

/** `+12025550101` as people read it. */
export const readable = (number) => number.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '+1 $1 $2 $3');

export const clockTime = (instant) =>
  new Date(instant).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** Posts JSON. @returns the answer's JSON; throws an Error whose message can be shown. */
export const post = async (path, body) => {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => undefined);
  if (!answer) throw new Error('The sandbox does not answer.');
  const result = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(result.detail ?? result.message ?? `The answer was ${answer.status}.`);
  return result;
};

const TOAST_MS = 6000;
let toastTimer;

/** Shows a short message at the edge of the page. */
export const toast = (text) => {
  const place = byId('toast');
  place.textContent = text;
  place.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => {
    place.hidden = true;
  }, TOAST_MS);
};
