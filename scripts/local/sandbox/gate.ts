import type { ServerResponse } from 'node:http';
import type { Provider } from '../outages.ts';
import type { LocalRequest, LocalResponse } from '../router.ts';
import type { World } from './world.ts';

type Serve = (request: LocalRequest) => Promise<LocalResponse | void> | LocalResponse | void;

/**
 * A provider's front door, with the outage of the moment: `error` answers at once with the given failure, `timeout`
 * takes the request and says nothing, `answer-lost` does what was asked and then hangs up without telling.
 * What fails only later (`undelivered`, `accepted-no-receipt`) is for those behind the door.
 */
export const gate =
  (world: World, provider: Provider, failure: LocalResponse, serve: Serve) =>
  async (request: LocalRequest): Promise<LocalResponse | void> => {
    const mode = world.outages.mode(provider);
    if (mode === 'error') return failure;
    if (mode === 'timeout') {
      holdOpen(world, provider, request.response);
      return;
    }
    const answer = await serve(request);
    if (mode !== 'answer-lost' || request.method === 'GET') return answer;
    request.response.destroy();
  };

/** Says nothing until the outage is over, then hangs up. Meanwhile whoever asked does not count as something going on. */
const holdOpen = (world: World, provider: Provider, response: ServerResponse): void => {
  const stop = world.outages.onChange((changed, mode) => {
    if (changed === provider && mode !== 'timeout') response.destroy();
  });
  const wake = world.activity.stall();
  response.once('close', () => {
    stop();
    wake();
  });
};
