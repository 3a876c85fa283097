import { readFile } from 'node:fs/promises';
import { type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { HealError } from '#domain/heal-error.ts';
import { nearest } from './nearest.ts';
import { Policy } from './policy.ts';

/** A policy, and for each path that the file has (`rules.0`) its place in it (`selfheal.yaml:12`). */
export interface LoadedPolicy {
  readonly policy: Policy;
  where(...path: readonly (string | number)[]): string | undefined;
}

/** The policy of a folder without a file. */
export const emptyPolicy: LoadedPolicy = { policy: Policy.parse({}), where: () => undefined };

/** Reads `selfheal.yaml`; nothing there is an empty policy. Throws HealError `bad-config` naming file, line and field. */
export async function loadPolicy(file: string): Promise<LoadedPolicy> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new HealError('bad-config', `${file} cannot be read: ${error.message}`, { cause: error });
  });
  return text === undefined ? emptyPolicy : parsePolicy(text, file);
}

export function parsePolicy(text: string, file: string): LoadedPolicy {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'error' });
  const lineAt = (offset: number): string => `${file}:${lines.linePos(offset).line}`;
  if (document.errors.length > 0)
    throw refused(
      document.errors.map(({ pos, message }) => `${lineAt(pos[0])}: not YAML: ${message.split('\n')[0]}`),
      file,
    );
  const where: LoadedPolicy['where'] = (...path) => {
    const offset = offsetOf(document, path);
    return offset === undefined ? undefined : lineAt(offset);
  };
  const parsed = Policy.safeParse(plain(document, file) ?? {});
  if (parsed.success) return { policy: parsed.data, where };
  const near: Near = (path) => path.map((_, index) => where(...path.slice(0, path.length - index))).find(Boolean) ?? where() ?? file;
  throw refused(
    parsed.error.issues.flatMap((issue) => describe(issue, near)),
    file,
  );
}

/** The place of a path, or of what would hold it when it is missing. */
type Near = (path: readonly (string | number)[]) => string;

const refused = (problems: readonly string[], file: string): HealError =>
  new HealError('bad-config', problems.join('\n'), { details: { file, problems: [...problems] } });

/** The document's values; an alias without its anchor, or one that grows without bounds, is an error too. */
function plain(document: Document, file: string): unknown {
  try {
    return document.toJS();
  } catch (thrown) {
    throw refused([`${file}: not usable YAML: ${thrown instanceof Error ? thrown.message : String(thrown)}`], file);
  }
}

/** Where a path begins in the text: the key of a mapping, the item of a list. */
function offsetOf(document: Document, path: readonly (string | number)[]): number | undefined {
  let node = document.contents;
  let offset = node?.range?.[0];
  for (const part of path) {
    if (isAlias(node)) node = node.resolve(document) ?? null;
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
      if (pair === undefined || !isScalar(pair.key)) return undefined;
      offset = pair.key.range?.[0];
      node = isNode(pair.value) ? pair.value : null;
    } else {
      const item = isSeq(node) ? node.items[Number(part)] : undefined;
      if (!isNode(item)) return undefined;
      offset = item.range?.[0];
      node = item;
    }
  }
  return offset;
}

function describe(issue: z.core.$ZodIssue, near: Near): string[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => {
      const guess = nearest(key, knownKeys);
      return `${near([...path, key])}: ${[...path, key].join('.')} is not known${guess === undefined ? '' : `; did you mean ${guess}?`}`;
    });
  return [`${near(path)}: ${path.join('.') || 'the file'}: ${reasonOf(issue)}`];
}

/** In words that help: of a value with several forms, what each form wants. */
function reasonOf(issue: z.core.$ZodIssue): string {
  const inner = issue.code === 'invalid_union' ? issue.errors.flat() : issue.code === 'invalid_key' ? issue.issues : [];
  if (inner.length === 0) return issue.message;
  const quotes = inner.some(({ message }) => message.includes('received number')) ? '; put quotes around it' : '';
  return `${[...new Set(inner.map(({ message }) => message))].join(', or ')}${quotes}`;
}

/** Every key that the file may have anywhere, for suggestions. */
const knownKeys = keysIn(z.toJSONSchema(Policy, { io: 'input' }));

function keysIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own =
    'properties' in schema && typeof schema.properties === 'object' && schema.properties !== null ? Object.keys(schema.properties) : [];
  return [...own, ...Object.values(schema).flatMap((inner) => keysIn(inner))];
}
