import type * as v from 'valibot';
import type { Versioned, VersionedStore } from '../../data/versioned-store.ts';
import type { FieldProblem } from '../../ingest/problem.ts';
import { isSlug, slugOf } from '../../lib/slug.ts';
import type { HttpHandler } from './http.ts';
import { input } from './input.ts';
import { listing } from './listing.ts';
import { badRequest, notFound } from './problems.ts';
import type { Request } from './request.ts';
import { inUse, type Referrer, taken, versionMismatch } from './resource-problems.ts';
import { empty, json, ok, type Response } from './response.ts';

/** What a body for a new thing has at least. */
interface NewThing {
  readonly id?: string;
  readonly name: string;
}

interface Change {
  readonly version: number;
}

/** One kind of thing that people configure, and all that its five actions need to know of it. */
export interface Resource<Deps, T extends Versioned, Input extends NewThing = NewThing, Patch extends Change = Change> {
  /** As in `There is no such service.` */
  readonly noun: string;
  /** Where its list is: `/v1/services`. */
  readonly path: string;
  readonly input: v.GenericSchema<unknown, Input>;
  readonly patch: v.GenericSchema<unknown, Patch>;
  store(deps: Deps): VersionedStore<T>;
  make(input: NoInfer<Input>, id: string): T;
  /** What a patch makes of it. Absent: its fields take the place of those from before. */
  change?(before: T, patch: NoInfer<Patch>): T;
  view(value: T): unknown;
  /** What it refers to that is not there, and what of it somebody else has. */
  problems(deps: Deps, value: T): Promise<readonly FieldProblem[]>;
  /** What refers to it: while there is any, it stays. */
  referrers(deps: Deps, value: T): Promise<readonly Referrer[]>;
  /** Why this caller may not make this change, where the role alone does not say. */
  refusal?(request: Request, before: T, patch: NoInfer<Patch>): Response | undefined;
}

/** A resource whose bodies are what its schemas give. */
export const resource =
  <Deps, T extends Versioned>() =>
  <Input extends NewThing, Patch extends Change>(
    itself: Resource<Deps, T, Input, Patch>,
  ): Resource<Deps, T, Input, Patch> =>
    itself;

/** A change that lost to another is made again from what that left, this many times. */
const TRIES_MAX = 5;
/** Things of the same name, each with an id of its own. */
const NAMESAKES_MAX = 20;

/** The thing that `{id}` in the path names. */
export const found = async <Deps, T extends Versioned>(
  resource: Resource<Deps, T>,
  deps: Deps,
  request: Request,
): Promise<T | undefined> => {
  const id = request.params['id'] ?? '';
  return isSlug(id) ? resource.store(deps).get(id) : undefined;
};

const created = <Deps, T extends Versioned>(resource: Resource<Deps, T>, value: T): Response => {
  const answer = json(201, resource.view(value));
  return { ...answer, headers: { ...answer.headers, location: `${resource.path}/${value.id}` } };
};

/** Ids to try, in turn: the one that was asked for, or those that the name gives. */
const idsFor = ({ id, name }: NewThing, noun: string): readonly string[] => {
  if (id !== undefined) return [id];
  const base = slugOf(name) || noun;
  return Array.from({ length: NAMESAKES_MAX }, (_, n) => (n === 0 ? base : `${base}-${n + 1}`));
};

/** `POST /v1/<things>`: 201 with the new thing and where it is. */
export const createResource =
  <Deps, T extends Versioned>(resource: Resource<Deps, T>): HttpHandler<Deps> =>
  async (deps, request) => {
    const body = input(resource.input, request);
    if (!body.ok) return body.error;
    const store = resource.store(deps);
    for (const id of idsFor(body.value, resource.noun)) {
      if (await store.get(id)) continue;
      const value = resource.make(body.value, id);
      const problems = await resource.problems(deps, value);
      if (problems.length > 0) return badRequest(problems);
      if (!(await store.create(value))) continue;
      // What it refers to may have been deleted in between: whoever deletes looks again too, so one of the two notices.
      const late = await resource.problems(deps, value);
      if (late.length === 0) return created(resource, value);
      await store.remove(value);
      return badRequest(late);
    }
    return taken(resource.noun);
  };

/** `GET /v1/<things>`: in the order of their ids. */
export const listResource =
  <Deps, T extends Versioned>(resource: Resource<Deps, T>): HttpHandler<Deps> =>
  async (deps, request) => {
    const asked = listing(request);
    if (!asked.ok) return asked.error;
    const { items, next } = await resource.store(deps).list(asked.value.limit, asked.value.after);
    return ok({ items: items.map((each) => resource.view(each)), next: next ?? null });
  };

/** `GET /v1/<things>/{id}`: as it is now. */
export const getResource =
  <Deps, T extends Versioned>(resource: Resource<Deps, T>): HttpHandler<Deps> =>
  async (deps, request) => {
    const value = await found(resource, deps, request);
    return value ? ok(resource.view(value)) : notFound(`such ${resource.noun}`);
  };

/** `PATCH /v1/<things>/{id}`: the fields to change, and the version that they were changed from. */
export const updateResource =
  <Deps, T extends Versioned>(resource: Resource<Deps, T>): HttpHandler<Deps> =>
  async (deps, request) => {
    const body = input(resource.patch, request);
    if (!body.ok) return body.error;
    const patch = body.value;
    const store = resource.store(deps);
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      const before = await found(resource, deps, request);
      if (!before) return notFound(`such ${resource.noun}`);
      const refusal = resource.refusal?.(request, before, patch);
      if (refusal) return refusal;
      if (before.version !== patch.version) return versionMismatch(resource.noun, patch.version, before, resource.view);
      const changed = resource.change ? resource.change(before, patch) : { ...before, ...patch };
      const value: T = { ...changed, id: before.id, version: before.version + 1 };
      const problems = await resource.problems(deps, value);
      if (problems.length > 0) return badRequest(problems);
      if (!(await store.replace(value, before.version))) continue;
      const late = await resource.problems(deps, value);
      if (late.length === 0) return ok(resource.view(value));
      await store.replace({ ...before, version: value.version + 1 }, value.version);
      return badRequest(late);
    }
    throw new Error(`a ${resource.noun} was changed by others every time`);
  };

const askedVersion = ({ search }: Request): number | undefined | 'wrong' => {
  const { version } = search;
  if (version === undefined) return undefined;
  return /^[1-9]\d{0,14}$/.test(version) ? Number(version) : 'wrong';
};

/** `DELETE /v1/<things>/{id}?version=`: 204. While anything refers to it, it stays, and the answer says what. */
export const deleteResource =
  <Deps, T extends Versioned>(resource: Resource<Deps, T>): HttpHandler<Deps> =>
  async (deps, request) => {
    const version = askedVersion(request);
    if (version === 'wrong') return badRequest([{ field: 'version', message: 'must be a whole number from 1' }]);
    const store = resource.store(deps);
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      const value = await found(resource, deps, request);
      if (!value) return notFound(`such ${resource.noun}`);
      if (version !== undefined && version !== value.version) {
        return versionMismatch(resource.noun, version, value, resource.view);
      }
      const referrers = await resource.referrers(deps, value);
      if (referrers.length > 0) return inUse(resource.noun, referrers);
      if (!(await store.remove(value))) continue;
      // Something may have come to refer to it in between.
      const late = await resource.referrers(deps, value);
      if (late.length === 0) return empty();
      await store.create({ ...value, version: value.version + 1 });
      return inUse(resource.noun, late);
    }
    throw new Error(`a ${resource.noun} was changed by others every time`);
  };
