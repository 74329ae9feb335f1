import { existsSync } from 'node:fs';
import { glob, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT, readManifest } from '../../scripts/manifest.ts';
import { ENDPOINTS, VARIABLES } from '../../shared/runtime/environment.ts';

/** What `npm start` reads, and promises to go on reading. */
const LAPTOP_VARIABLES = [
  'PORT',
  'PD_DATA_DIR',
  'PD_REGION',
  'PD_CLOCK_SPEED',
  'PD_DEMO_TOKEN',
  'AWS_ENDPOINT_URL_DYNAMODB',
];

const filesOf = async (...patterns: string[]): Promise<string[]> => {
  const files: string[] = [];
  for await (const file of glob(patterns, { cwd: ROOT })) files.push(file);
  return files.sort();
};
const textOf = (file: string): Promise<string> => readFile(join(ROOT, file), 'utf8');

const documents = await filesOf('*.md', 'docs/**/*.md', 'statemachines/*.md', 'shared/**/*.md');

/** The heading as it is in an address: GitHub's way. */
const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

const withoutCode = (text: string): string => text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');

const brokenLinks = async (file: string): Promise<string[]> => {
  const links = [...withoutCode(await textOf(file)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  const broken: string[] = [];
  for (const target of links.filter((link) => !/^[a-z]+:/.test(link))) {
    const [path = '', anchor] = target.split('#');
    const found = path === '' ? file : join(dirname(file), path);
    if (!existsSync(join(ROOT, found))) broken.push(target);
    else if (anchor) {
      const headings = [...(await textOf(found)).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
      if (!headings.includes(anchor)) broken.push(target);
    }
  }
  return broken;
};

describe('the documents', () => {
  it('are there', () => {
    expect(documents).toEqual(
      expect.arrayContaining(['README.md', 'docs/api.md', 'docs/ingest.md', 'docs/laptop.md', 'docs/paging.md']),
    );
  });

  it.each(documents)('%s links to what exists', async (file) => {
    expect(await brokenLinks(file)).toEqual([]);
  });

  it('name every route', async () => {
    const text = (
      await Promise.all(['api', 'ingest', 'paging', 'sign-in', 'slack'].map((name) => textOf(`docs/${name}.md`)))
    ).join('\n');
    const { functions } = await readManifest();
    const routes = Object.values(functions).flatMap(({ triggers }) =>
      triggers.flatMap((trigger) => (trigger.type === 'http' ? [trigger] : [])),
    );
    // Twilio's own routes are listed by their path alone.
    const isNamed = ({ method, path }: (typeof routes)[number]): boolean =>
      text.includes(`\`${method} ${path}\``) || (path.startsWith('/v1/twilio/') && text.includes(`\`${path}\``));
    expect(routes.length).toBeGreaterThan(0);
    expect(routes.filter((route) => !isNamed(route)).map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });

  it('name every environment variable', async () => {
    const text = await textOf('docs/laptop.md');
    const names = [...VARIABLES, ...ENDPOINTS, ...LAPTOP_VARIABLES];
    expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });

  it('name only scripts that exist', async () => {
    const { scripts } = JSON.parse(await textOf('package.json')) as { scripts: Record<string, string> };
    const named = (await Promise.all(documents.map(textOf)))
      .flatMap((text) => [...text.matchAll(/npm run ([a-z:]+)/g)])
      .map(([, name = '']) => name);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });
});

describe('decisions', () => {
  const files = documents.filter((file) => file.startsWith('docs/adr/'));
  const numbers = files.map((file) => /\/(\d{4})-/.exec(file)?.[1] ?? file);

  it('have one number each, without a gap', () => {
    expect(numbers).toEqual(numbers.map((_, index) => String(index + 1).padStart(4, '0')));
  });

  it.each(files)('%s has its number, context, decision and cost', async (file) => {
    const text = await textOf(file);
    expect(text).toMatch(new RegExp(`^# ${/\/(\d{4})-/.exec(file)?.[1]} `));
    expect([...text.matchAll(/^## ([A-Z]\w+)/gm)].map(([, heading]) => heading)).toEqual([
      'Context',
      'Decision',
      'What',
    ]);
  });

  it('exist wherever the code names one', async () => {
    const sources = await filesOf('{functions,shared,scripts,tests,statemachines}/**/*.{ts,json,js,cjs}', '.npmrc');
    const named = await Promise.all(
      sources.map(async (file) =>
        [...(await textOf(file)).matchAll(/\bADR (\d{4})\b/g)].map(([, number = '']) => `${file}: ${number}`),
      ),
    );
    expect(named.flat().length).toBeGreaterThan(0);
    expect(named.flat().filter((one) => !numbers.includes(one.slice(-4)))).toEqual([]);
  });
});
