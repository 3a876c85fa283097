import type { Analysis } from '#domain/facts.ts';
import { asHealError, HealError } from '#domain/heal-error.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import { sha256 } from '#domain/json.ts';
import type { Model, Question, Reply } from '#ports/model.ts';
import { type Answer, readAnswer } from './answer.ts';
import { type BudgetTools, type Limits, permit, type Spent, spentKey, spentOn } from './budget.ts';
import { tokensOf } from './question.ts';

/** What it used in all attempts together. */
export interface Usage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly usd: number;
}

/** An answer of the right shape, or why there is none. */
export type Asked =
  | { readonly outcome: 'answered'; readonly answer: Answer; readonly usage: Usage }
  | { readonly outcome: Exclude<Analysis['outcome'], 'answered' | 'cached'>; readonly because: string; readonly usage: Usage };

/** What is asked, about what, and what may be used up. */
export interface Attempt {
  readonly model: Model;
  readonly question: Question;
  readonly candidates: readonly string[];
  readonly incident: Pick<IncidentDocument, 'id' | 'generation'>;
  readonly limits: Limits;
}

const mostAttempts = 4;
/** An answer without the right shape is asked for once more: what a model cannot write twice it cannot write. */
const mostUnreadable = 2;
const backoffMs = 250;

/** Asks until there is an answer, the time is over, or a budget is used up. Never throws for what the model did. */
export async function askModel({ model, question, candidates, incident, limits }: Attempt, tools: BudgetTools): Promise<Asked> {
  const { price } = model;
  let usage: Usage = { inputTokens: 0, outputTokens: 0, usd: 0 };
  if (price === undefined)
    return {
      outcome: 'over-budget',
      because: `the price of ${model.id} is not known: set model.price, so that budgets can be kept`,
      usage,
    };
  const cost = (input: number, output: number): number => (input * price.inputUsd + output * price.outputUsd) / 1e6;
  const most = {
    input: tokensOf(question.instructions + question.data + JSON.stringify(question.schema)),
    output: question.maxOutputTokens,
  };
  const aside: Spent = { tokens: most.input + most.output, usd: cost(most.input, most.output), ms: 0 };
  const deadline = tools.clock.now() + limits.secondsPerIncident * 1000 - (await spentOn(spentKey(incident), tools)).ms;
  let failure: HealError | undefined;
  let unreadable = 0;
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const left = deadline - tools.clock.now();
    if (left <= 0 && failure !== undefined) break;
    const permitted = await permit(incident, aside, limits, tools);
    if (!permitted.granted) return { outcome: 'over-budget', because: joined(permitted.because, failure), usage };
    const since = performance.now();
    let settled = false;
    const use = async (input: number, output: number): Promise<void> => {
      settled = true;
      usage = { inputTokens: usage.inputTokens + input, outputTokens: usage.outputTokens + output, usd: usage.usd + cost(input, output) };
      await permitted.settle({ tokens: input + output, usd: cost(input, output), ms: Math.round(performance.now() - since) });
    };
    try {
      const reply = await inTime(model, question, Math.max(1, left));
      await use(reply.inputTokens, reply.outputTokens);
      return { outcome: 'answered', answer: readAnswer(reply.answer, candidates), usage };
    } catch (thrown) {
      failure = asHealError(thrown);
      if (!settled) await use(...usedBy(failure, most.input));
      if (outcomeOf(failure) === 'unreadable') unreadable += 1;
      if (failure.retry === 'never' || unreadable >= mostUnreadable) break;
      const pause = pauseAfter(attempt, incident.id);
      if (tools.clock.now() + pause >= deadline) break;
      await tools.clock.sleep(pause);
    }
  }
  const error =
    failure ?? new HealError('timed-out', `model.secondsPerIncident (${limits.secondsPerIncident}) were over before it was asked`);
  return { outcome: outcomeOf(error), because: error.message, usage };
}

/** Twice as long each time, and half as long to as long again by the incident: many that failed at once must not come back at once. */
function pauseAfter(attempt: number, incident: string): number {
  const spread = Number.parseInt(sha256(`${incident} ${attempt}`).slice(0, 4), 16) / 0xffff;
  return Math.round(backoffMs * 2 ** attempt * (0.5 + spread));
}

/** Tokens that a failed attempt is charged: what the provider counted; else its input, where an answer may have been under way. */
function usedBy(failure: HealError, input: number): [input: number, output: number] {
  const { inputTokens, outputTokens } = failure.details ?? {};
  if (typeof inputTokens === 'number') return [inputTokens, typeof outputTokens === 'number' ? outputTokens : 0];
  return [failure.code === 'throttled' || outcomeOf(failure) === 'failed' ? 0 : input, 0];
}

const joined = (because: string, failure: HealError | undefined): string =>
  failure === undefined ? because : `${failure.message}; it is not asked again: ${because}`;

function outcomeOf({ code, details }: HealError): 'refused' | 'timed-out' | 'unreadable' | 'failed' {
  if (code === 'timed-out') return 'timed-out';
  const outcome = details?.['outcome'];
  return outcome === 'refused' || outcome === 'unreadable' ? outcome : 'failed';
}

async function inTime(model: Model, question: Question, withinMs: number): Promise<Reply> {
  const giveUp = new AbortController();
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    giveUp.abort();
    late.reject(new HealError('timed-out', `${model.id} did not answer within ${Math.round(withinMs / 100) / 10} s`));
  }, withinMs);
  try {
    return await Promise.race([model.ask(question, giveUp.signal), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
