import { createHash } from 'node:crypto';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { endpoint, environment, once } from './environment.ts';

const client = once(() => {
  const url = endpoint('AWS_ENDPOINT_URL_SFN');
  return new SFNClient({
    region: environment('PD_REGION'),
    ...(url ? { endpoint: url } : {}),
    maxAttempts: 2,
    requestHandler: {
      connectionTimeout: 1000,
      requestTimeout: 2500,
      throwOnRequestTimeout: true,
      httpAgent: { keepAlive: true, maxSockets: 100 },
    },
  });
});

export interface StateMachines {
  /** Starts an execution; one of the same name that is or was there is as good. */
  start(machine: 'escalation' | 'paging', name: string, input: Readonly<Record<string, unknown>>): Promise<void>;
}

/** Step Functions takes 80 plain characters; a longer name, or one with others in it, keeps its beginning and a hash. */
export const executionName = (name: string): string =>
  /^[\w.-]{1,80}$/.test(name)
    ? name
    : `${name.replace(/[^\w.-]/g, '_').slice(0, 47)}-${createHash('sha256').update(name).digest('hex').slice(0, 32)}`;

export const stateMachines: StateMachines = {
  async start(machine, name, input) {
    try {
      await client().send(
        new StartExecutionCommand({
          stateMachineArn: `${environment('PD_STATE_MACHINE_PREFIX')}${machine}`,
          name: executionName(name),
          input: JSON.stringify(input),
        }),
      );
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'ExecutionAlreadyExists') throw error;
    }
  },
};
