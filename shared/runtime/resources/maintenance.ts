import type { Service } from '../../domain/directory/service.ts';
import { notFound } from '../http/problems.ts';
import type { Request } from '../http/request.ts';
import { found } from '../http/resource.ts';
import type { Response } from '../http/response.ts';
import type { ConfigDeps } from './deps.ts';
import { SERVICES } from './services.ts';

const TRIES_MAX = 5;

/** Changes the windows of the service that a path names, however many others do so at once; an answer changes nothing. */
export const changeWindows = async (
  deps: ConfigDeps,
  request: Request,
  change: (service: Service) => NonNullable<Service['maintenance']> | Response,
): Promise<Service | Response> => {
  for (let tries = 0; tries < TRIES_MAX; tries += 1) {
    const before = await found(SERVICES, deps, request);
    if (!before) return notFound('such service');
    const maintenance = change(before);
    if ('statusCode' in maintenance) return maintenance;
    const service: Service = { ...before, maintenance, version: before.version + 1 };
    if (await deps.config.services.replace(service, before.version)) return service;
  }
  throw new Error('a service was changed by others every time');
};
