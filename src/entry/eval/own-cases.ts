import { readFile } from 'node:fs/promises';
import { isSeq, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import type { EvalCase } from '#catalogue/eval/eval-case.ts';
import { IncidentClass, Tags } from '#domain/facts.ts';
import { asHealError, HealError } from '#domain/heal-error.ts';
import { AnyJson } from '#domain/json.ts';

const JsonObject = z.record(z.string(), AnyJson);
const OwnCase = z.strictObject({
  id: z.string().regex(/^[\w-]+\/[\w.-]+$/, 'is a family and a name, like identity/our-break-glass-role'),
  story: z.string().min(1),
  event: JsonObject,
  before: z.array(JsonObject).optional(),
  state: z.union([JsonObject, z.literal('gone')]).optional(),
  tags: Tags.optional(),
  policy: z.string().optional(),
  right: z.strictObject({
    class: z.union([IncidentClass, z.literal('none')]),
    cause: z.array(z.string().min(1)),
    action: z.string().min(1),
    alone: z.boolean(),
    forbidden: z.array(z.string()).default([]),
    runbooks: z.array(z.string()).default([]),
  }),
});

/** The cases of a file, and what is wrong with the rest of it. */
export interface OwnCases {
  readonly cases: readonly EvalCase[];
  /** A line each: file, line and field. */
  readonly refused: readonly string[];
}

/** Reads a user's own labelled cases: a list in YAML or JSON. A case that is wrong is refused, and the rest are read. Throws HealError `bad-input`. */
export async function ownCases(file: string): Promise<OwnCases> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new HealError('bad-input', `${file} cannot be read: ${asHealError(cause).message}`, { cause });
  });
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'error' });
  const [broken] = document.errors;
  if (broken !== undefined)
    throw new HealError('bad-input', `${file}:${lines.linePos(broken.pos[0]).line}: ${broken.message.split('\n')[0]}`);
  const { contents } = document;
  if (!isSeq(contents)) throw new HealError('bad-input', `${file}:1: it must be a list of cases; docs/eval.md shows one`);
  const cases: EvalCase[] = [];
  const refused: string[] = [];
  const json: unknown = document.toJS();
  for (const [index, item] of (Array.isArray(json) ? json : []).entries()) {
    const read = OwnCase.safeParse(item);
    const node = contents.items[index];
    const start = typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range) ? node.range[0] : 0;
    const place = `${file}:${lines.linePos(start).line}`;
    if (!read.success)
      refused.push(...read.error.issues.map(({ path, message }) => `${place}: ${path.join('.') || 'the case'}: ${message}`));
    else if (cases.some(({ id }) => id === read.data.id)) refused.push(`${place}: id: there is a case ${read.data.id} already`);
    else {
      const { before, state, tags, policy, ...rest } = read.data;
      cases.push({
        ...rest,
        ...(before === undefined ? {} : { before }),
        ...(state === undefined ? {} : { state }),
        ...(tags === undefined ? {} : { tags }),
        ...(policy === undefined ? {} : { policy }),
      });
    }
  }
  return { cases, refused };
}
