import { connections, deadline } from '../../shared/runtime/edge/connections.ts';
import { once, optional } from '../../shared/runtime/environment.ts';
import { log } from '../../shared/runtime/log.ts';
import { measure } from '../../shared/runtime/metrics.ts';
import { task } from '../../shared/runtime/task.ts';

interface Deps {
  /** The status that the other region answers with, 0 when it does not; undefined where there is no other region. */
  readonly otherRegion: (() => Promise<number>) | undefined;
  readonly measure: (name: 'OtherRegionUnwell', value: number) => void;
}

/** As long as Route 53 waits, connecting and answering together. */
const WAIT_MS = 6000;

const asked = (url: string) => async (): Promise<number> =>
  connections()
    .send({ method: 'GET', url: new URL('/v1/health', url), headers: {}, signal: deadline(WAIT_MS) })
    .then(
      ({ statusCode }) => statusCode,
      () => 0,
    );

const dependencies = once((): Deps => {
  const url = optional('PD_OTHER_REGION_URL');
  return { otherRegion: url === undefined ? undefined : asked(url), measure };
});

/**
 * Every minute: asks the other region how it is, and counts when it is not well, where an alarm sees it. Route 53's own
 * metrics are in us-east-1, which may be what is not well. A region that is well costs no metric.
 */
export const watchRegion = async ({ otherRegion, measure }: Deps): Promise<{ readonly well: boolean }> => {
  const status = await otherRegion?.();
  const well = status === undefined || status === 200;
  if (!well) {
    log.warn('region.unwell', { status });
    measure('OtherRegionUnwell', 1);
  }
  return { well };
};

export const handler = task(watchRegion, { deps: dependencies });
