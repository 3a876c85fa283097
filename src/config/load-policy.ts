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

/** Reads the text of a policy. Throws HealError `bad-config` naming every problem with file, line and field. */
export function parsePolicy(text: string, file: string): LoadedPolicy {
  const read = readPolicy(text, file);
  if (!('problems' in read)) return read;
  const problems = read.problems.map((problem) => problemText(problem, file));
  throw new HealError('bad-config', problems.join('\n'), { details: { file, problems } });
}

/** Something that keeps a policy from being used; `field` is its path in the file (`rules.0.match`), empty where it is the file itself. */
export interface PolicyProblem {
  readonly line: number | undefined;
  readonly field: string;
  readonly problem: string;
  /** The word that was most likely meant. */
  readonly suggestion?: string;
}

const unknownKey = 'is not known';

/** One line for a person: `selfheal.yaml:2: limits.montlyUsd is not known; did you mean monthlyUsd?` */
export function problemText({ line, field, problem, suggestion }: PolicyProblem, file: string): string {
  const place = line === undefined ? file : `${file}:${line}`;
  const what = suggestion === undefined ? problem : `${problem}; did you mean ${suggestion}?`;
  return `${place}: ${field}${field === '' ? '' : problem === unknownKey ? ' ' : ': '}${what}`;
}

/** Reads the text of a policy, or says everything that is wrong with it. */
export function readPolicy(text: string, file: string): LoadedPolicy | { readonly problems: readonly PolicyProblem[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'error' });
  const lineAt = (offset: number): number => lines.linePos(offset).line;
  if (document.errors.length > 0)
    return {
      problems: document.errors.map(({ pos, message }) => ({
        line: lineAt(pos[0]),
        field: '',
        problem: `not YAML: ${message.split('\n')[0]}`,
      })),
    };
  const lineOf = (...path: readonly (string | number)[]): number | undefined => {
    const offset = offsetOf(document, path);
    return offset === undefined ? undefined : lineAt(offset);
  };
  const values = plain(document);
  if ('problem' in values) return { problems: [{ line: undefined, field: '', problem: values.problem }] };
  const parsed = Policy.safeParse(values.plain ?? {});
  const near: Near = (path) =>
    path.map((_, index) => lineOf(...path.slice(0, path.length - index))).find((line) => line !== undefined) ?? lineOf();
  if (!parsed.success) return { problems: parsed.error.issues.flatMap((issue) => describe(issue, near, values.plain)) };
  return {
    policy: parsed.data,
    where: (...path) => {
      const line = lineOf(...path);
      return line === undefined ? undefined : `${file}:${line}`;
    },
  };
}

/** The line of a path, or of what would hold it when it is missing. */
type Near = (path: readonly (string | number)[]) => number | undefined;

/** The document's values; an alias without its anchor, or one that grows without bounds, is an error too. */
function plain(document: Document): { readonly plain: unknown } | { readonly problem: string } {
  try {
    return { plain: document.toJS() };
  } catch (thrown) {
    return { problem: `not usable YAML: ${thrown instanceof Error ? thrown.message : String(thrown)}` };
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

function describe(issue: z.core.$ZodIssue, near: Near, values: unknown): PolicyProblem[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => {
      const guess = nearest(key, keysAt(path));
      const at = [...path, key];
      const unknown = { line: near(at), field: at.join('.'), problem: unknownKey };
      return guess === undefined ? unknown : { ...unknown, suggestion: guess };
    });
  const problem = { line: near(path), field: path.join('.') || 'the file', problem: reasonOf(issue) };
  const guess = issue.code === 'invalid_value' ? nearest(String(valueAt(values, path)), issue.values.map(String)) : undefined;
  return [guess === undefined ? problem : { ...problem, suggestion: guess }];
}

const valueAt = (values: unknown, path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === String(part))?.[1] : undefined,
    values,
  );

/** In words that help: of a value with several forms, what each form wants. */
function reasonOf(issue: z.core.$ZodIssue): string {
  const inner = issue.code === 'invalid_union' ? issue.errors.flat() : issue.code === 'invalid_key' ? issue.issues : [];
  if (inner.length === 0) return issue.message;
  const quotes = inner.some(({ message }) => message.includes('received number')) ? '; put quotes around it' : '';
  return `${[...new Set(inner.map(({ message }) => message))].join(', or ')}${quotes}`;
}

/** Made when the first key is not known: most files have none. */
let schema: unknown;

/** The keys that may stand where a path leads. */
function keysAt(path: readonly (string | number)[]): readonly string[] {
  schema ??= z.toJSONSchema(Policy, { io: 'input' });
  let here: readonly unknown[] = [schema];
  for (const part of path) here = here.flatMap(formsOf).flatMap((form) => under(form, part));
  return here.flatMap(formsOf).flatMap((form) => Object.keys(form['properties'] ?? {}));
}

type Form = { readonly [key: string]: unknown };

/** A schema, and each of the schemas that it may be instead. */
function formsOf(found: unknown): readonly Form[] {
  if (typeof found !== 'object' || found === null) return [];
  const form: Form = { ...found };
  const others = [form['anyOf'], form['oneOf']].flatMap((each) => (Array.isArray(each) ? each : []));
  return [form, ...others.flatMap(formsOf)];
}

function under(form: Form, part: string | number): readonly unknown[] {
  if (typeof part === 'number') return [form['items']];
  const { properties } = form;
  const named =
    typeof properties === 'object' && properties !== null ? Object.entries(properties).find(([key]) => key === part) : undefined;
  return named === undefined ? [form['additionalProperties']] : [named[1]];
}
