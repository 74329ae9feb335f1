import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from '../../scripts/manifest.ts';

/** Parses TypeScript for a look at its syntax. */
export const parseSource = (text: string, file = 'source.ts'): ts.SourceFile =>
  ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);

/** Every file of the product under a folder such as `shared/domain`, parsed; without its tests. */
export const productSources = async (folder: string): Promise<ts.SourceFile[]> => {
  const files: string[] = [];
  for await (const file of glob(`${folder}/**/*.ts`, { cwd: ROOT })) {
    if (!file.endsWith('.test.ts') && !file.includes('/fixtures/')) files.push(file);
  }
  return Promise.all(files.sort().map(async (file) => parseSource(await readFile(join(ROOT, file), 'utf8'), file)));
};

/** What `inspect` finds in any node of the source, each with its place: `file:line: finding`. */
export const findingsIn = (source: ts.SourceFile, inspect: (node: ts.Node) => string | undefined): string[] => {
  const findings: string[] = [];
  const visit = (node: ts.Node): void => {
    const finding = inspect(node);
    if (finding !== undefined) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
      findings.push(`${source.fileName}:${line + 1}: ${finding}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return findings;
};
