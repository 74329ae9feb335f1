import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FUNCTIONS_FOLDER, ROOT, readManifest } from '../manifest.ts';
import { createFunction } from './create-function.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pd-lite-functions-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('makes a folder, a test and an entry, each function in its place in the alphabet', async () => {
  await createFunction(folder, 'open-door');
  const files = await createFunction(folder, 'close-door');
  expect(files).toEqual(
    ['close-door/handler.ts', 'close-door/handler.test.ts', 'manifest.json'].map((file) => join(folder, file)),
  );
  const { functions } = await readManifest(join(folder, 'manifest.json'));
  expect(Object.keys(functions)).toEqual(['close-door', 'open-door']);
  expect(functions['close-door']?.triggers).toEqual([
    { type: 'http', method: 'GET', path: '/v1/close-door', role: 'viewer' },
  ]);
});

it.each([
  ['CloseDoor', 'is not kebab-case'],
  ['close', 'is not a verb and a noun'],
  ['../close-door', 'is not kebab-case'],
])('refuses the name %s', async (name, why) => {
  await expect(createFunction(folder, name)).rejects.toThrow(why);
  expect(await readdir(folder)).toEqual([]);
});

it('refuses a function that exists, and leaves it as it is', async () => {
  await createFunction(folder, 'close-door');
  await writeFile(join(folder, 'close-door/handler.ts'), 'mine');
  await expect(createFunction(folder, 'close-door')).rejects.toThrow('in the manifest already');
  expect(await readFile(join(folder, 'close-door/handler.ts'), 'utf8')).toBe('mine');
});

it('refuses a folder that exists without an entry', async () => {
  await mkdir(join(folder, 'close-door'));
  await expect(createFunction(folder, 'close-door')).rejects.toThrow('a folder close-door already');
});

it('makes code that compiles where it will stand', async () => {
  const made = await createFunction(folder, 'close-door');
  const sources = new Map<string, string>();
  for (const file of made.filter((name) => name.endsWith('.ts'))) {
    sources.set(file.replace(folder, FUNCTIONS_FOLDER), await readFile(file, 'utf8'));
  }
  const config = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile).config;
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile: readText } = host;
  host.directoryExists = () => true;
  host.fileExists = (file) => sources.has(file) || fileExists(file);
  host.readFile = (file) => sources.get(file) ?? readText(file);
  const program = ts.createProgram([...sources.keys()], options, host);
  const diagnostics = [...sources.keys()].flatMap((file) =>
    program.getSemanticDiagnostics(program.getSourceFile(file)),
  );
  expect(diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
});
