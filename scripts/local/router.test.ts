import { describe, expect, it } from 'vitest';
import { Router } from './router.ts';

const router = (...routes: [method: string, path: string][]) => {
  const made = new Router<string>();
  for (const [method, path] of routes) made.add(method, path, path);
  return made;
};

describe('Router', () => {
  it('finds a path with parameters, decoded', () => {
    const found = router(['POST', '/v1/incidents/{id}/notes/{note}']).find('POST', '/v1/incidents/INC-7/notes/a%20b');
    expect(found).toEqual({ value: '/v1/incidents/{id}/notes/{note}', params: { id: 'INC-7', note: 'a b' } });
  });

  it.each([
    ['GET', '/v1/incidents'],
    ['POST', '/v1/incidents/'],
    ['POST', '/v1/incidents/1/notes'],
    ['POST', '/v1'],
  ])('does not find %s %s', (method, path) => {
    expect(router(['POST', '/v1/incidents'], ['POST', '/v1/incidents/{id}']).find(method, path)).toBeUndefined();
  });

  it('prefers the more exact path, in whatever order they were added', () => {
    const made = router(['GET', '/a/*'], ['GET', '/a/{x}/{y}'], ['GET', '/a/b/{y}'], ['GET', '/a/b/c']);
    expect(made.find('GET', '/a/b/c')?.value).toBe('/a/b/c');
    expect(made.find('GET', '/a/b/d')?.value).toBe('/a/b/{y}');
    expect(made.find('GET', '/a/e/d')?.value).toBe('/a/{x}/{y}');
    expect(made.find('GET', '/a/e/d/f')?.value).toBe('/a/*');
  });

  it.each(['/_sns', '/_sns/', '/_sns/a/b'])('takes %s as below /_sns/*', (path) => {
    expect(router(['ANY', '/_sns/*']).find('POST', path)?.value).toBe('/_sns/*');
  });

  it('takes the rest of a path as a {name+}, but not nothing', () => {
    const made = router(['GET', '/files/{name+}']);
    expect(made.find('GET', '/files/a/b')?.params).toEqual({ name: 'a/b' });
    expect(made.find('GET', '/files/')).toBeUndefined();
  });

  it('refuses a parameter that is not well encoded', () => {
    expect(() => router(['GET', '/a/{x}']).find('GET', '/a/%zz')).toThrow(URIError);
  });
});
