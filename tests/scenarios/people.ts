/** Somebody with a phone. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly phone: string;
}

/** The people of the sample data: Ada is on call this week, Cleo is the second level, the duty manager the fallback. */
export const ADA: Person = { id: 'ada', name: 'Ada Park', phone: '+12025550101' };
export const BEN: Person = { id: 'ben', name: 'Ben Osei', phone: '+12025550102' };
export const CLEO: Person = { id: 'cleo', name: 'Cleo Marin', phone: '+12025550103' };
export const DUTY_MANAGER: Person = { id: 'duty-manager', name: 'Duty manager', phone: '+12025550100' };
