interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

/** Keeps the page for when there is no network. Where a browser cannot, everything else works. */
export const registerOfflineShell = (): void => {
  if (!('serviceWorker' in navigator)) return;
  const { trustedTypes } = window as unknown as { trustedTypes?: TrustedTypes };
  // The one address of a script that is not in the markup, and it never varies.
  const policy = trustedTypes?.createPolicy('pd-lite', { createScriptURL: () => '/sw.js' });
  const script = policy ? policy.createScriptURL('/sw.js') : '/sw.js';
  window.addEventListener('load', () => void navigator.serviceWorker.register(script).catch(() => {}));
};
