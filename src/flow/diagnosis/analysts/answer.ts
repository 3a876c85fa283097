import { z } from 'zod';
import { IncidentClass } from '#domain/facts.ts';
import { HealError } from '#domain/heal-error.ts';
import { AnyJson, type JsonObject } from '#domain/json.ts';

/** What a model may answer: enums and ids that were offered, and words for people that nothing is decided by. */
export const Answer = z.object({
  class: IncidentClass,
  cause: z.string().trim().min(1).max(4_000),
  candidate: z.string().max(20),
  confidence: z.number().min(0).max(1),
  claims: z
    .array(
      z.object({
        text: z.string().trim().min(1).max(2_000),
        evidence: z.array(z.string().max(100)).max(20),
        quote: z.string().max(2_000).nullish(),
      }),
    )
    .max(30),
});
export type Answer = Readonly<z.infer<typeof Answer>>;

/** The word for "none of the candidates". */
export const none = 'none';

/** The JSON Schema that goes with a question, in the subset that every provider knows: no bounds, every field required. */
export function answerSchema(candidates: readonly string[], citable: readonly string[]): JsonObject {
  const text = { type: 'string' };
  const oneOf = (values: readonly string[]): JsonObject => ({ type: 'string', enum: values });
  const object = (properties: JsonObject): JsonObject => ({
    type: 'object',
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  });
  return object({
    class: oneOf(IncidentClass.options),
    cause: text,
    candidate: oneOf([...candidates, none]),
    confidence: { type: 'number' },
    claims: {
      type: 'array',
      items: object({
        text,
        evidence: { type: 'array', items: citable.length === 0 ? text : oneOf(citable) },
        quote: { type: ['string', 'null'] },
      }),
    },
  });
}

/** Reads an answer. Throws HealError `model-failed` (`unreadable`) when it has not the shape, or picks what was not offered. */
export function readAnswer(given: unknown, candidates: readonly string[]): Answer {
  const read = parsed(given);
  if (read === undefined) throw unreadable('its answer cannot even be looked at');
  if (!read.success) {
    const [issue] = read.error.issues;
    throw unreadable(`its answer has the wrong shape: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
  }
  const { candidate } = read.data;
  if (candidate !== none && !candidates.includes(candidate)) throw unreadable('it picked a candidate that was not offered');
  return read.data;
}

/** What comes through an adapter of somebody else may throw when it is read. */
function parsed(given: unknown): ReturnType<typeof Answer.safeParse> | undefined {
  try {
    return Answer.safeParse(given);
  } catch {
    return undefined;
  }
}

const unreadable = (message: string): HealError =>
  new HealError('model-failed', message, { retry: 'now', details: { outcome: 'unreadable' } });

/** An answer that was kept, as JSON again. */
export const KeptAnswer = z.object({ key: z.string(), answer: AnyJson });
