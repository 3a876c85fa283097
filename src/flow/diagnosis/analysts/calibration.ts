import { z } from 'zod';
import type { Analysis } from '#domain/facts.ts';
import { asHealError } from '#domain/heal-error.ts';
import type { IncidentDocument, Place } from '#domain/incident.ts';
import type { Tools } from '#flow/tools.ts';
import { inTurn } from './in-turn.ts';

/** Lower edges of the bins of confidence: below a half all is one. */
const edges = [0, 0.5, 0.6, 0.7, 0.8, 0.9] as const;
/** The newest outcomes of a bin that count: models and accounts change. */
const most = 100;
/** Fewer say nothing. */
export const fewest = 5;

const Outcomes = z.array(z.object({ incident: z.string(), right: z.boolean() }));
type Outcomes = Readonly<z.infer<typeof Outcomes>>;

const binOf = (confidence: number): number => edges.findLast((edge) => confidence >= edge) ?? 0;
const keyOf = (model: string, confidence: number): string => `calibration:${model}:${binOf(confidence)}`;

/** How answers of about this confidence of this model turned out, once at least five are known. */
export async function calibrationOf(
  model: string,
  confidence: number,
  { store }: Pick<Tools, 'store'>,
): Promise<Pick<Analysis, 'calibrated' | 'outcomes'>> {
  const outcomes = await outcomesOf(keyOf(model, confidence), store);
  const right = outcomes.filter((outcome) => outcome.right).length;
  if (outcomes.length < fewest) return {};
  return { calibrated: Math.round((right / outcomes.length) * 100) / 100, outcomes: { right, of: outcomes.length } };
}

/** Learns from how an incident ended: a heal that held, or one that people rejected or that had to be rolled back. Other ends tell nothing. Never throws: no heal fails because of it. */
export async function learnOutcome(
  incident: Pick<IncidentDocument, 'id' | 'diagnosis'>,
  end: Place,
  tools: Pick<Tools, 'store' | 'clock' | 'ids' | 'log'>,
): Promise<void> {
  const analysis = incident.diagnosis?.analysis;
  const right = wasRight(analysis, end, incident.diagnosis?.candidates?.[0]?.id);
  if (analysis?.confidence === undefined || right === undefined) return;
  const key = keyOf(analysis.model, analysis.confidence);
  const learning = inTurn('calibration', tools, async () => {
    // The last end of an incident counts: a heal that somebody took back later was none.
    const others = (await outcomesOf(key, tools.store)).filter((outcome) => outcome.incident !== incident.id);
    await tools.store.keep(key, JSON.stringify([...others, { incident: incident.id, right }].slice(-most)));
  });
  await learning.catch((error: unknown) => tools.log.warn(`${incident.id}: its outcome is not learned: ${asHealError(error).message}`));
}

/** Agreeing with the rules' own candidate was right where it healed, objecting where it did not. */
function wasRight(analysis: Analysis | undefined, end: Place, own: string | undefined): boolean | undefined {
  if (analysis?.candidate === undefined || own === undefined) return undefined;
  const agreed = analysis.candidate === own;
  if (end === 'healed') return agreed;
  return end === 'rejected' || end === 'rolled-back' ? !agreed : undefined;
}

async function outcomesOf(key: string, store: Tools['store']): Promise<Outcomes> {
  const text = await store.kept(key);
  return text === undefined ? [] : Outcomes.parse(JSON.parse(text));
}
