import type { Question, Reply } from '#ports/model.ts';
import { generate, type Manner } from './generate.ts';
import { type Connection, languageModel } from './language-model.ts';
import { modelFailure, notUnderstood } from './model-failure.ts';

/** Asks one model of one provider, in the manner that it understands: what it does not understand once it is not asked again. Throws HealError. */
export function providerModel(connection: Connection): (question: Question, signal: AbortSignal) => Promise<Reply> {
  const { provider, id } = connection;
  let client: ReturnType<typeof languageModel> | undefined;
  // Titan's text models know neither tools nor system prompts (Bedrock's page "Supported models and model features").
  let manner: Manner = id.includes('amazon.titan') ? 'one-message' : 'structured';
  return async (question, signal) => {
    try {
      client ??= languageModel(connection);
      for (;;) {
        try {
          return await generate(await client, question, manner, signal);
        } catch (error) {
          const next = notUnderstood(error, manner);
          if (next === undefined) throw error;
          manner = next;
        }
      }
    } catch (error) {
      // A key that was missing may be there the next time.
      if (!(await isReady(client))) client = undefined;
      throw modelFailure(error, `${provider}:${id}`, signal);
    }
  };
}

const isReady = async (client: ReturnType<typeof languageModel> | undefined): Promise<boolean> =>
  client === undefined ||
  (await client.then(
    () => true,
    () => false,
  ));
