import { generateText, jsonSchema, type LanguageModel, type LanguageModelUsage, NoObjectGeneratedError, Output } from 'ai';
import { HealError } from '#domain/heal-error.ts';
import type { Question, Reply } from '#ports/model.ts';

// What a provider cannot do it leaves out; that is no news for people who read the engine's output.
globalThis.AI_SDK_LOG_WARNINGS = false;

/** How a question is put: with a schema; without, for models that know neither tools nor formats; and all in one message, for those that know no system prompt. */
export type Manner = 'structured' | 'text' | 'one-message';

/** Asks once and reads the answer as JSON. Throws HealError `model-failed`, and whatever the SDK throws. */
export async function generate(
  model: LanguageModel,
  { instructions, data, schema, maxOutputTokens }: Question,
  manner: Manner,
  signal: AbortSignal,
): Promise<Reply> {
  const asked = manner === 'one-message' ? { prompt: `${instructions}\n\n${data}` } : { instructions, prompt: data };
  try {
    const { text, finishReason, usage } = await generateText({
      model,
      ...asked,
      ...(manner === 'structured' ? { output: Output.object({ schema: jsonSchema({ ...schema }), name: 'answer' }) } : {}),
      maxOutputTokens,
      maxRetries: 0,
      abortSignal: signal,
    });
    return read(text, finishReason, usage);
  } catch (error) {
    if (!NoObjectGeneratedError.isInstance(error)) throw error;
    return read(error.text ?? '', error.finishReason, error.usage);
  }
}

/** The one JSON object in a text, also when a model wrapped it in words or in a code block. */
function read(text: string, finishReason: string | undefined, usage: LanguageModelUsage | undefined): Reply {
  const used = { inputTokens: usage?.inputTokens ?? 0, outputTokens: usage?.outputTokens ?? 0 };
  const fail = (outcome: 'refused' | 'unreadable', message: string, retry: 'now' | 'never'): HealError =>
    new HealError('model-failed', message, { retry, details: { outcome, ...used } });
  if (finishReason === 'content-filter') throw fail('refused', 'it would not answer: a filter or guardrail stopped it', 'never');
  if (finishReason === 'length') throw fail('unreadable', 'its answer was cut off at its longest', 'never');
  const from = text.indexOf('{');
  const to = text.lastIndexOf('}');
  if (text.trim() === '') throw fail('unreadable', 'its answer is empty', 'now');
  if (from < 0) throw fail('refused', `it answered in words: ${text.trim().slice(0, 120)}`, 'never');
  try {
    const answer: unknown = JSON.parse(text.slice(from, to + 1));
    return { answer, ...used };
  } catch {
    throw fail('unreadable', 'its answer is no JSON', 'now');
  }
}
