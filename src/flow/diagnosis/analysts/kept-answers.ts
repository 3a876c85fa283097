import { canonical, sha256 } from '#domain/json.ts';
import { redacted } from '#domain/redaction/redact.ts';
import type { Tools } from '#flow/tools.ts';
import type { Model, Question } from '#ports/model.ts';
import { type Answer, KeptAnswer } from './answer.ts';

type Kept = Pick<Tools, 'store' | 'blobs'>;

/** So many answers are kept at most: a key has one place, and what comes later takes it. */
const slots = 4_096;

/** The same question to the same model, byte for byte, is the same key. */
export const keyOf = (question: Question, { id }: Pick<Model, 'id'>): string => sha256(canonical({ ...question, model: id }));

const placeOf = (key: string): string => `model-answer:${Number.parseInt(key.slice(0, 8), 16) % slots}`;

/** The answer that was given to this question before, unchecked; what is lost or unreadable was never given. */
export async function keptAnswer(key: string, { store, blobs }: Kept): Promise<unknown> {
  const ref = await store.kept(placeOf(key));
  if (ref === undefined) return undefined;
  const kept = KeptAnswer.safeParse(await blobs.get(ref).catch(() => undefined));
  return kept.success && kept.data.key === key ? kept.data.answer : undefined;
}

/** Keeps an answer that could be read, sealed: it may repeat evidence. */
export async function keepAnswer(key: string, answer: Answer, { store, blobs }: Kept): Promise<void> {
  const { claims, ...rest } = answer;
  const json = redacted({
    ...rest,
    claims: claims.map(({ text, evidence, quote }) => ({ text, evidence: [...evidence], quote: quote ?? null })),
  });
  await store.keep(placeOf(key), await blobs.put({ key, answer: json }, { sealed: true }));
}
