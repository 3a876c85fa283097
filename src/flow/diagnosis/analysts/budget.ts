import { z } from 'zod';
import type { ModelPolicy } from '#config/model.ts';
import type { Tools } from '#flow/tools.ts';
import { inTurn } from './in-turn.ts';

/** What asking a model used up: money in USD, time in milliseconds. */
export const Spent = z.object({ tokens: z.number(), usd: z.number(), ms: z.number() });
export type Spent = Readonly<z.infer<typeof Spent>>;

export type BudgetTools = Pick<Tools, 'store' | 'clock' | 'ids'>;
/** What one incident, and one day, may use up at most. */
export type Limits = Pick<
  ModelPolicy,
  'secondsPerIncident' | 'tokensPerIncident' | 'usdPerIncident' | 'secondsPerDay' | 'tokensPerDay' | 'usdPerDay'
>;

/** Permission to ask once; `settle` puts what was truly used in the place of what was set aside. */
export type Permit = { readonly granted: true; settle(used: Spent): Promise<void> } | { readonly granted: false; readonly because: string };

const nothing: Spent = { tokens: 0, usd: 0, ms: 0 };

/** What one run of an incident has used so far; a person's retry is a new run. */
export const spentKey = (incident: { readonly id: string; readonly generation: number }): string =>
  `model-spent:${incident.id}-${incident.generation}`;
/** What all incidents have used on one day (UTC). */
export const dayKey = (now: number): string => `model-spent:${new Date(now).toISOString().slice(0, 10)}`;

/** What was used under a key; a process that died while it asked counts with what it had set aside. */
export async function spentOn(key: string, { store }: Pick<Tools, 'store'>): Promise<Spent> {
  const text = await store.kept(key);
  return text === undefined ? nothing : Spent.parse(JSON.parse(text));
}

/** Sets aside what one attempt may use at most, before it is made: two processes never spend the same dollar. */
export async function permit(
  incident: { readonly id: string; readonly generation: number },
  wanted: Spent,
  limits: Limits,
  tools: BudgetTools,
): Promise<Permit> {
  const run = spentKey(incident);
  const day = dayKey(tools.clock.now());
  const add = async (used: Spent, ...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await tools.store.keep(key, JSON.stringify(sum(await spentOn(key, tools), used)));
  };
  return await inTurn('model-budget', tools, async () => {
    const because = exceeded(sum(await spentOn(run, tools), wanted), sum(await spentOn(day, tools), wanted), limits);
    if (because !== undefined) return { granted: false, because };
    await add(wanted, run, day);
    return { granted: true, settle: (used) => inTurn('model-budget', tools, () => add(less(used, wanted), run, day)) };
  });
}

function exceeded(run: Spent, day: Spent, limits: Limits): string | undefined {
  if (run.tokens > limits.tokensPerIncident)
    return `it would use up to ${run.tokens} tokens, more than model.tokensPerIncident allows (${limits.tokensPerIncident})`;
  if (run.usd > limits.usdPerIncident)
    return `it would cost up to ${money(run.usd)} USD, more than model.usdPerIncident allows (${limits.usdPerIncident})`;
  if (run.ms >= limits.secondsPerIncident * 1000) return `model.secondsPerIncident (${limits.secondsPerIncident}) are used up`;
  if (day.ms >= limits.secondsPerDay * 1000) return `model.secondsPerDay (${limits.secondsPerDay}) are used up`;
  if (day.tokens > limits.tokensPerDay)
    return `the day would use up to ${day.tokens} tokens, more than model.tokensPerDay allows (${limits.tokensPerDay})`;
  if (day.usd > limits.usdPerDay)
    return `the day would cost up to ${money(day.usd)} USD, more than model.usdPerDay allows (${limits.usdPerDay})`;
  return undefined;
}

const money = (usd: number): number => Math.round(usd * 10_000) / 10_000;
const rounded = (value: number): number => Math.round(value * 1e9) / 1e9;
const sum = (one: Spent, other: Spent): Spent => ({
  tokens: rounded(one.tokens + other.tokens),
  usd: rounded(one.usd + other.usd),
  ms: rounded(one.ms + other.ms),
});
const less = (one: Spent, other: Spent): Spent => sum(one, { tokens: -other.tokens, usd: -other.usd, ms: -other.ms });
