import type { Outcome } from '../terraform/terraform.ts';
import type { Ask } from './smoke.ts';

/** Something a person can do something about: its message says what. */
export class DeployStopped extends Error {
  override readonly name = 'DeployStopped';
}

/** Runs a program. @throws DeployStopped with advice when it fails, unless it may. */
export type Run = (args: readonly string[], options?: { readonly mayFail?: boolean }) => Promise<Outcome>;

/** All that a deployment does to the world. */
export interface Effects {
  readonly terraform: Run;
  readonly aws: Run;
  /** Bundles and zips every function and the dashboard into dist/. */
  build(): Promise<void>;
  /** The text of a file of `terraform/envs`, or undefined. */
  read(name: string): Promise<string | undefined>;
  write(name: string, text: string): Promise<void>;
  ask: Ask;
  confirm(question: string): Promise<boolean>;
  say(text: string): void;
}
