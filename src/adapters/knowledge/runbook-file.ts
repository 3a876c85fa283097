import { isNode, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { nearest } from '#config/nearest.ts';
import { HealError } from '#domain/heal-error.ts';
import type { Runbook } from '#ports/knowledge.ts';
import { sectionsOf } from './sections.ts';

const actions = z.array(z.string().regex(/^[a-z0-9-]+\.[a-z0-9-]+$/, 'is the id of an action, like s3.block-public-access'));
const resource = z.string().regex(/^(\*|AWS::[\w*]*::[\w*]+)$/, "is CloudFormation's type, like AWS::S3::Bucket; * is a wildcard");
const pattern = z.string().min(1);

const AppliesTo = z.strictObject({
  resource,
  id: pattern.optional(),
  account: pattern.optional(),
  region: pattern.optional(),
  environment: pattern.optional(),
  detection: pattern.optional(),
  tag: z.record(z.string(), z.string()).optional(),
});

const Allowed = z.union([
  z.strictObject({ enum: z.array(z.string().min(1)).min(1) }),
  z.strictObject({ min: z.number(), max: z.number() }).refine(({ min, max }) => min <= max, 'has its min above its max'),
]);

const Command = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+$/, 'is a name in lower case, like clean-disk'),
  document: z.string().regex(/^[\w.-]{3,128}$/, 'is the name of a document of Systems Manager'),
  parameters: z.record(z.string().min(1), Allowed).default({}),
});

const FrontMatter = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)?$/, 'is in lower case, like disk-full or s3.block-public-access'),
  title: z.string().min(1),
  appliesTo: z.array(z.union([resource.transform((type) => ({ resource: type })), AppliesTo])).min(1),
  actions,
  required: actions,
  forbidden: actions,
  commands: z.array(Command).default([]),
});

const keys = [...Object.keys(FrontMatter.shape), ...Object.keys(AppliesTo.shape), ...Object.keys(Command.shape)];

type Path = readonly (string | number)[];

/** What a runbook is checked against besides its own shape. */
export interface RunbookOptions {
  /** The id that its file's name gives it. */
  readonly id: string;
  knowsAction(id: string): boolean;
}

/** Reads one runbook. Throws HealError `bad-runbook`: a line for each problem, with file, line and field. */
export function readRunbook(text: string, file: string, { id, knowsAction }: RunbookOptions): Runbook {
  const [, matter] = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?\r?\n)??---[ \t]*(?:\r?\n|$)/.exec(text) ?? [];
  if (matter === undefined)
    throw refused(file, [`${file}:1: the file has no front matter: it begins with a line --- and ends it with another`]);
  const lines = new LineCounter();
  const document = parseDocument(matter, { lineCounter: lines, logLevel: 'error' });
  // The line --- before it is not part of what YAML reads.
  const at = (path: Path): string => {
    for (let length = path.length; length >= 0; length--) {
      const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
      if (isNode(node) && node.range) return `${file}:${lines.linePos(node.range[0]).line + 1}`;
    }
    return `${file}:1`;
  };
  const say = (why: string, ...path: Path): string => `${at(path)}: ${path.join('.') || 'the front matter'} ${why}`;
  if (document.errors.length > 0)
    throw refused(
      file,
      document.errors.map(({ pos, message }) => `${file}:${lines.linePos(pos[0]).line + 1}: not YAML: ${message.split('\n')[0]}`),
    );
  const parsed = FrontMatter.safeParse(document.toJS());
  if (!parsed.success)
    throw refused(
      file,
      parsed.error.issues.flatMap((issue) => problemsOf(issue, say)),
    );
  const runbook = parsed.data;
  const sections = sectionsOf(text, runbook);
  const problems = [
    ...(runbook.id === id ? [] : [say(`is ${runbook.id}, but the file's name says ${id}`, 'id')]),
    ...(['actions', 'required', 'forbidden'] as const).flatMap((list) =>
      runbook[list].flatMap((action, index) => (knowsAction(action) ? [] : [say(`names no action that there is: ${action}`, list, index)])),
    ),
    ...runbook.required.flatMap((action, index) =>
      runbook.actions.includes(action) ? [] : [say(`${action} is required, but not among its actions`, 'required', index)],
    ),
    ...runbook.forbidden.flatMap((action, index) =>
      runbook.actions.includes(action) ? [say(`${action} is forbidden, and among its actions`, 'forbidden', index)] : [],
    ),
    ...runbook.commands.flatMap(({ name }, index) =>
      runbook.commands.findIndex((other) => other.name === name) < index ? [say(`${name} is there twice`, 'commands', index, 'name')] : [],
    ),
    ...(sections.length === 0 ? [`${file}: there is nothing to read after the front matter`] : []),
  ];
  if (problems.length > 0) throw refused(file, problems);
  return { ...runbook, file, sections, where: { required: at(['required']), forbidden: at(['forbidden']) } };
}

export const refused = (file: string, problems: readonly string[], cause?: unknown): HealError =>
  new HealError('bad-runbook', problems.join('\n'), {
    details: { file, problems: [...problems] },
    ...(cause === undefined ? {} : { cause }),
  });

function problemsOf(issue: z.core.$ZodIssue, say: (why: string, ...path: Path) => string): string[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => {
      const guess = nearest(key, keys);
      return say(`is not known${guess === undefined ? '' : `; did you mean ${guess}?`}`, ...path, key);
    });
  // Of a value with two forms, the form that was meant is the one that got further.
  if (issue.code === 'invalid_union') {
    const meant = issue.errors.find((form) => form.every(({ path, code }) => path.length > 0 || code !== 'invalid_type'));
    if (meant !== undefined) return meant.flatMap((inner) => problemsOf({ ...inner, path: [...path, ...inner.path] }, say));
  }
  return [say(`does not fit: ${issue.message}`, ...path)];
}
