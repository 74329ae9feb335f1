import { Document, isMap, isScalar, isSeq, type Node, parseDocument, type YAMLMap } from 'yaml';
import { type Config, type Fields, KINDS } from './model.ts';
import { difference } from './plan.ts';
import { readConfigFile } from './read-file.ts';

const HEADER = ` PD Lite. What is in here:  npm run config -- plan <this file>
 Ids are the keys. A field that is left out stays as it is in the system.`;

/** The widest that something is written in one line. */
const LINE_MAX = 100;

const isPlain = (node: unknown): boolean =>
  isScalar(node) || (isSeq(node) && node.items.every((item) => isScalar(item)));

/** A rule, a target, a restriction: small enough to be read in one line. */
const isSmall = (node: unknown): boolean =>
  isMap(node) ? node.items.every(({ value }) => isPlain(value)) : isSeq(node) && isPlain(node);

const inOneLine = (node: unknown, depth: number): void => {
  if (!isMap(node) && !isSeq(node)) return;
  if (depth > 0 && isSmall(node) && JSON.stringify(node.toJSON()).length <= LINE_MAX) {
    node.flow = true;
    return;
  }
  for (const item of node.items) inOneLine(isMap(node) ? (item as { value: unknown }).value : item, depth + 1);
};

const nodeOf = (document: Document, fields: Fields): Node => {
  const node = document.createNode(fields);
  inOneLine(node, 0);
  return node as Node;
};

const text = (document: Document): string => document.toString({ lineWidth: 120, flowCollectionPadding: true });

/** What the system keeps beside what people configure, and what comes and goes by itself. */
const kept = (fields: Fields, withOverrides: boolean): Fields =>
  Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => value !== null && (name !== 'overrides' || withOverrides)),
  );

/** What of a system goes into a file: all but its overrides, unless they are asked for, and what is set to nothing. */
export const exported = (system: Config, withOverrides: boolean): Config =>
  Object.fromEntries(
    KINDS.map((kind) => [
      kind,
      new Map(
        [...system[kind]]
          .sort(([one], [other]) => (one < other ? -1 : 1))
          .map(([id, fields]) => [id, kept(fields, withOverrides)] as const),
      ),
    ]),
  ) as unknown as Config;

/** Ids from a to z, each after an empty line. */
const spaced = (section: YAMLMap): void => {
  for (const [index, { key }] of section.items.entries()) {
    if (isScalar(key)) key.spaceBefore = index > 0;
  }
};

/** A configuration as YAML: the same configuration is always the same text. */
export const writeConfigFile = (config: Config): string => {
  const document = new Document({});
  document.commentBefore = HEADER;
  for (const kind of KINDS.filter((one) => config[one].size > 0)) {
    const section = document.createNode({}) as YAMLMap;
    for (const [id, fields] of config[kind]) section.set(document.createNode(id), nodeOf(document, fields));
    spaced(section);
    const key = document.createNode(kind);
    key.spaceBefore = true;
    (document.contents as unknown as YAMLMap).set(key, section);
  }
  return text(document);
};

/**
 * A file brought up to date: what is as it should be keeps its words and comments, the rest is written anew. A file that
 * cannot be read is written from the beginning.
 */
export const updateConfigFile = (before: string, config: Config): string => {
  const known = readConfigFile(before);
  if (known.problems.length > 0 || KINDS.every((kind) => known.config[kind].size === 0)) return writeConfigFile(config);
  const document = parseDocument(before);
  for (const kind of KINDS) {
    for (const id of known.config[kind].keys()) if (!config[kind].has(id)) document.deleteIn([kind, id]);
    for (const [id, fields] of config[kind]) {
      const own = known.config[kind].get(id);
      if (!own || difference(own, fields).length > 0) document.setIn([kind, id], nodeOf(document, fields));
    }
  }
  return text(document);
};
