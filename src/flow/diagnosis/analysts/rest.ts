import { z } from 'zod';
import type { Tools } from '#flow/tools.ts';
import type { Model } from '#ports/model.ts';

/** After so many failures in a row a model is left alone for a while: an incident must not wait for what does not answer anyway. */
const mostFailures = 3;
const restMs = 60_000;

const Failures = z.object({ count: z.int(), until: z.int() });
type Failures = Readonly<z.infer<typeof Failures>>;
type RestTools = Pick<Tools, 'store' | 'clock'>;

const keyOf = ({ id }: Pick<Model, 'id'>): string => `model-rest:${id}`;

async function failuresOf(model: Pick<Model, 'id'>, { store }: RestTools): Promise<Failures> {
  const text = await store.kept(keyOf(model));
  return text === undefined ? { count: 0, until: 0 } : Failures.parse(JSON.parse(text));
}

/** Until when a model is left alone, epoch milliseconds; nothing when it may be asked. */
export async function restsUntil(model: Pick<Model, 'id'>, tools: RestTools): Promise<number | undefined> {
  const { until } = await failuresOf(model, tools);
  return until > tools.clock.now() ? until : undefined;
}

/** Remembers that it failed, or that it answered again. Lost counts do no harm: it rests a little later. */
export async function rememberTry(model: Pick<Model, 'id'>, answered: boolean, tools: RestTools): Promise<void> {
  const { count } = await failuresOf(model, tools);
  if (answered && count === 0) return;
  const failed = answered ? 0 : count + 1;
  const until = failed >= mostFailures ? tools.clock.now() + restMs : 0;
  await tools.store.keep(keyOf(model), JSON.stringify({ count: failed, until } satisfies Failures));
}
