import { createHash } from 'node:crypto';
import type { LocalResponse } from '../router.ts';

/** Somebody who can be signed in as. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
}

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 26rem; padding: 3rem 1.25rem; }
h1 { font-size: 1.4rem; margin: 0 0 .25rem; }
p { margin: 0 0 1.5rem; opacity: .8; }
button { display: flex; flex-direction: column; width: 100%; margin: 0 0 .75rem; padding: .75rem 1rem; font: inherit;
  text-align: left; border: 1px solid color-mix(in srgb, currentColor 30%, transparent); border-radius: .6rem;
  background: transparent; color: inherit; cursor: pointer; }
button:hover, button:focus-visible { border-color: currentColor; outline: 2px solid currentColor; outline-offset: 1px; }
strong { font-weight: 600; }
small { opacity: .8; }
`;

/** Nothing but the page itself: no script, no style but the one above. */
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const safe = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] as string);

export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': POLICY,
  'referrer-policy': 'no-referrer',
};

const html = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${safe(title)}</title><style>${STYLE}</style></head>
<body><main><h1>${safe(title)}</h1>${body}</main></body>
</html>`;

const choice = ({ id, name, email, role }: Person): string =>
  `<button name="account" value="${safe(id)}"><strong>Sign in as ${safe(name)}</strong>` +
  `<small>${safe(role)} · ${safe(email)}</small></button>`;

/** Who do you want to be? There are no passwords: it is the sandbox, on this machine alone. */
export const signInPage = (people: readonly Person[], action: string): LocalResponse => ({
  status: 200,
  headers: { ...PAGE_HEADERS },
  body: html(
    'Sign in to PD Lite',
    `<p>This is the sandbox on your own machine: choose who you are. In AWS there is Cognito in its place.</p>
<form method="post" action="${safe(action)}">${people.map(choice).join('\n')}</form>${
      people.length === 0 ? '<p>Nobody here has an e-mail address to sign in with.</p>' : ''
    }`,
  ),
});

/** Something went wrong on the way: what, in words, and where to begin again. */
export const troublePage = (what: string): string =>
  html('You are not signed in', `<p>${safe(what)}</p><p><a href="/">Begin again</a></p>`);
