import { memoryStore } from '#adapters/memory/store.ts';
import type { EvalCase } from '#catalogue/eval/eval-case.ts';
import type { Analysis } from '#domain/facts.ts';
import type { Knowledge } from '#ports/knowledge.ts';
import { type EvalGround, evalWorld } from './eval-world.ts';
import { type Median, medianOf, type Share, shareOf } from './interval.ts';
import { type Run, runCase } from './run-case.ts';
import { type Mark, markOf, type Score, scoreOf } from './score.ts';

/** One case with what everybody said of it. */
export interface Judged {
  readonly id: string;
  readonly rules: Run['opinion'] & { readonly mark: Mark };
  /** What the model said by itself, and what Selfheal decides with it; absent where it was not asked or did not answer. */
  readonly model?: Run['opinion'] & { readonly mark: Mark };
  readonly together?: Run['opinion'] & { readonly mark: Mark };
  readonly outcome?: Analysis['outcome'];
  /** Why the state of the case could not be read by its action: the case is at fault, and not who was asked. */
  readonly unread?: string;
}

/** What asking came to. Money in USD. */
interface Asking {
  readonly id: string;
  readonly asked: number;
  readonly answered: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly usd: number;
  readonly tokens: { readonly input: number; readonly output: number };
  readonly milliseconds?: Median | undefined;
  readonly struckClaims: number;
}

/** How often a runbook that answers is the first, or among the first five. */
interface Retrieval {
  readonly hit1: Share;
  readonly hit5: Share;
}

export interface Evaluation {
  readonly cases: number;
  /** Those in which nothing should be done. */
  readonly noAction: number;
  readonly rules: Score;
  readonly model?: Score;
  /** What is decided in the end, over all cases. */
  readonly together?: Score;
  readonly asking?: Asking;
  readonly retrieval: { readonly byIncident: Retrieval; readonly byStory: Retrieval };
  readonly judged: readonly Judged[];
}

/** Runs every case, with the rules alone and with the model beside them. */
export async function evaluate(
  cases: readonly EvalCase[],
  ground: EvalGround,
  progress: (done: number) => void = () => {},
): Promise<Evaluation> {
  const store = memoryStore();
  const judged: Judged[] = [];
  const analyses: Analysis[] = [];
  const found: { readonly byIncident: number | undefined; readonly byStory: number }[] = [];
  for (const [index, one] of cases.entries()) {
    const alone = await runCase(one, evalWorld(one, { ...ground, asked: undefined }));
    const beside = ground.asked === undefined ? undefined : await runCase(one, evalWorld(one, ground, store));
    if (beside?.analysis !== undefined) analyses.push(beside.analysis);
    judged.push({
      id: one.id,
      rules: { ...alone.opinion, mark: markOf(one, alone.opinion) },
      ...(beside?.model === undefined ? {} : { model: { ...beside.model, mark: markOf(one, beside.model) } }),
      ...(beside === undefined ? {} : { together: { ...beside.opinion, mark: markOf(one, beside.opinion) } }),
      ...(beside?.analysis === undefined ? {} : { outcome: beside.analysis.outcome }),
      ...(alone.unread === undefined ? {} : { unread: alone.unread }),
    });
    found.push({
      byIncident: alone.query === undefined ? undefined : await placeOf(one, alone.query.text, alone.query.resource, ground.knowledge),
      byStory: await placeOf(one, one.story, undefined, ground.knowledge),
    });
    progress(index + 1);
  }
  const { asked } = ground;
  const marksOf = (who: 'rules' | 'model' | 'together'): Mark[] => judged.flatMap((each) => each[who]?.mark ?? []);
  return {
    cases: cases.length,
    noAction: cases.filter(({ right }) => right.action === 'none').length,
    rules: scoreOf(marksOf('rules')),
    ...(asked === undefined
      ? {}
      : { model: scoreOf(marksOf('model')), together: scoreOf(marksOf('together')), asking: askingOf(asked.model.id, analyses) }),
    retrieval: {
      byIncident: retrievalOf(found.flatMap(({ byIncident }) => byIncident ?? [])),
      byStory: retrievalOf(found.map(({ byStory }) => byStory)),
    },
    judged,
  };
}

const shown = 5;

/** The place of the first passage that answers, from 0; 5 when none of the first five does. */
async function placeOf({ right }: EvalCase, query: string, resource: string | undefined, knowledge: Knowledge): Promise<number> {
  const passages = await knowledge.search(query, { limit: shown, ...(resource === undefined ? {} : { resource }) });
  const place = passages.findIndex(({ runbook }) => right.runbooks.includes(runbook));
  return place < 0 ? shown : place;
}

const retrievalOf = (places: readonly number[]): Retrieval => ({
  hit1: shareOf(places.filter((place) => place === 0).length, places.length),
  hit5: shareOf(places.filter((place) => place < shown).length, places.length),
});

function askingOf(id: string, analyses: readonly Analysis[]): Asking {
  const sum = (value: (analysis: Analysis) => number | undefined): number => analyses.reduce((all, each) => all + (value(each) ?? 0), 0);
  const outcomes = Map.groupBy(analyses, ({ outcome }) => outcome);
  return {
    id,
    asked: analyses.length,
    answered: analyses.filter(({ outcome }) => outcome === 'answered' || outcome === 'cached').length,
    outcomes: Object.fromEntries([...outcomes].map(([outcome, each]) => [outcome, each.length])),
    usd: sum(({ usd }) => usd),
    tokens: { input: sum(({ inputTokens }) => inputTokens), output: sum(({ outputTokens }) => outputTokens) },
    milliseconds: medianOf(analyses.flatMap(({ milliseconds, outcome }) => (outcome === 'answered' ? (milliseconds ?? []) : []))),
    struckClaims: sum(({ struck }) => struck),
  };
}
