import { type Summary, summary } from './figures.ts';
import type { HttpClient } from './http-client.ts';

const WARM_UP = 20;

/** Each lifecycle action over HTTP, one after another, on a warm region. */
export const lifecycleTimes = async (client: HttpClient, times: number): Promise<ReadonlyMap<string, Summary>> => {
  const samples = new Map<string, number[]>();
  const timed = async (name: string, isWarm: boolean, send: () => Promise<{ status: number; body: string }>) => {
    const began = performance.now();
    const answer = await send();
    const took_ms = performance.now() - began;
    if (answer.status >= 300) throw new Error(`${name} was answered with ${answer.status}`);
    if (isWarm) samples.set(name, [...(samples.get(name) ?? []), took_ms]);
    return answer;
  };
  for (let round = 0; round < WARM_UP + times; round += 1) {
    const isWarm = round >= WARM_UP;
    const declared = await timed('declare', isWarm, () => client.post('/v1/incidents', { title: `Bench ${round}` }));
    const { id } = JSON.parse(declared.body) as { id: string };
    const path = `/v1/incidents/${id}`;
    await timed('acknowledge', isWarm, () => client.post(`${path}/acknowledge`, {}));
    await timed('note', isWarm, () => client.post(`${path}/notes`, { text: 'Looking into it' }));
    await timed('get', isWarm, () => client.get(path));
    await timed('timeline', isWarm, () => client.get(`${path}/timeline`));
    await timed('list', isWarm, () => client.get('/v1/incidents?limit=20'));
    await timed('resolve', isWarm, () => client.post(`${path}/resolve`, {}));
  }
  return new Map([...samples].map(([name, each]) => [name, summary(each)]));
};
