/** Who did something, as the timeline names them. */
export interface Actor {
  readonly kind: 'user' | 'monitor' | 'token' | 'system';
  /** The user's, integration's or token's id; the function's name for `system`. */
  readonly id: string;
  /** What people read: "Ada Park", "demo (PagerDuty events)", "PD Lite". */
  readonly name: string;
  /** How it reached us: sms, voice, api, slack, dashboard, alert, timer. */
  readonly via: 'sms' | 'voice' | 'api' | 'slack' | 'dashboard' | 'alert' | 'timer';
}

/** The product itself, acting because time has passed. */
export const system = (name: string): Actor => ({ kind: 'system', id: name, name: 'PD Lite', via: 'timer' });
