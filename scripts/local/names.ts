/** The account number that the laptop's resources carry: no real account has it. */
export const ACCOUNT = '000000000000';

/** Every resource's name begins like this, on the laptop as in AWS. */
export const PREFIX = 'pd-lite';

export const functionArn = (region: string, name: string): string =>
  `arn:aws:lambda:${region}:${ACCOUNT}:function:${PREFIX}-${name}`;

export const stateMachineArnPrefix = (region: string): string =>
  `arn:aws:states:${region}:${ACCOUNT}:stateMachine:${PREFIX}-`;

export const executionArn = (region: string, stateMachine: string, execution: string): string =>
  `arn:aws:states:${region}:${ACCOUNT}:execution:${PREFIX}-${stateMachine}:${execution}`;
