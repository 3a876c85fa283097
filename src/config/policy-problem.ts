import { z } from 'zod';
import { nearest } from './nearest.ts';
import { Policy } from './policy.ts';

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

/** The line of a path, or of what would hold it when it is missing. */
export type Near = (path: readonly (string | number)[]) => number | undefined;

/** What an issue of the schema means for a person. */
export function problemsIn(issue: z.core.$ZodIssue, near: Near, values: unknown): PolicyProblem[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => {
      const guess = nearest(key, keysAt(path));
      const at = [...path, key];
      const unknown = { line: near(at), field: at.join('.'), problem: unknownKey };
      return guess === undefined ? unknown : { ...unknown, suggestion: guess };
    });
  const kind = misspeltKind(issue, path, values);
  if (kind !== undefined)
    return [
      {
        line: near([...path.slice(0, -1), kind]),
        field: [...path.slice(0, -1), kind].join('.'),
        problem: unknownKey,
        suggestion: String(path.at(-1)),
      },
    ];
  const problem = { line: near(path), field: path.join('.') || 'the file', problem: reasonOf(issue) };
  const guess = nearest(String(valueAt(values, path)), wordsFor(issue));
  return [guess === undefined ? problem : { ...problem, suggestion: guess }];
}

/** What stands where the key that tells kinds apart was meant. */
function misspeltKind(issue: z.core.$ZodIssue, path: readonly (string | number)[], values: unknown): string | undefined {
  if (wordsFor(issue).length === 0 || issue.code !== 'invalid_union' || valueAt(values, path) !== undefined) return undefined;
  const around = valueAt(values, path.slice(0, -1));
  const keys = typeof around === 'object' && around !== null ? Object.keys(around) : [];
  return keys.find((key) => nearest(key, [String(path.at(-1))]) !== undefined);
}

/** The words that could stand there; those that tell kinds apart are named in the message only. */
function wordsFor(issue: z.core.$ZodIssue): readonly string[] {
  if (issue.code === 'invalid_value') return issue.values.map(String);
  return issue.code === 'invalid_union' && issue.errors.length === 0
    ? [...issue.message.matchAll(/'([^']+)'/g)].map(([, word = '']) => word)
    : [];
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
