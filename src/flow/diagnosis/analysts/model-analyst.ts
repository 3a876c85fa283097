import type { Analysis } from '#domain/facts.ts';
import { asHealError } from '#domain/heal-error.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import type { Json } from '#domain/json.ts';
import type { Tools } from '#flow/tools.ts';
import type { Passage } from '#ports/knowledge.ts';
import type { Model } from '#ports/model.ts';
import { type Answer, readAnswer } from './answer.ts';
import { type Asked as Answered, askModel } from './ask-model.ts';
import { calibrationOf } from './calibration.ts';
import { standing } from './claims.ts';
import type { Findings } from './findings.ts';
import { harmless } from './harmless.ts';
import { keepAnswer, keptAnswer, keyOf } from './kept-answers.ts';
import { modelSettings } from './model-settings.ts';
import { type Asked, type Offer, questionOf } from './question.ts';
import { rememberTry, restsUntil } from './rest.ts';
import type { Ruled } from './rules.ts';

const mostPassages = 3;
const mostClaims = 8;
const longestCause = 600;
const longestClaim = 300;
/** Of the tokens of an incident, so many in one question: there is room for a second attempt. */
const questionShare = 0.4;

/** What a second opinion needs of the world. */
export type OpinionTools = Pick<Tools, 'store' | 'blobs' | 'catalogue' | 'clock' | 'ids' | 'log' | 'knowledge' | 'policy'>;

/** A second opinion on what the rules have said. It gives nothing but an analysis, and never throws: whatever is wrong with the model stands in `outcome`. */
export async function secondOpinion(
  incident: IncidentDocument,
  findings: Findings,
  ruled: Ruled,
  model: Model,
  tools: OpinionTools,
): Promise<Analysis> {
  const since = performance.now();
  const milliseconds = (): number => Math.round(performance.now() - since);
  try {
    const limits = modelSettings(tools.policy().policy);
    const [items, passages, offers] = await Promise.all([
      itemsOf(incident, findings, tools),
      passagesFor(incident, ruled, tools),
      Promise.all(ruled.candidates.map((candidate) => offerOf(candidate, tools))),
    ]);
    const mostInputTokens = Math.floor(limits.tokensPerIncident * questionShare);
    const asked = questionOf({ incident, findings, ruled, offers, passages, items, mostInputTokens });
    const candidates = offers.map(({ id }) => id);
    const key = keyOf(asked.question, model);
    const kept = readable(await keptAnswer(key, tools), candidates);
    if (kept !== undefined)
      return { model: model.id, outcome: 'cached', ...(await said(kept, asked, model, tools)), milliseconds: milliseconds() };
    const rest = await restsUntil(model, tools);
    if (rest !== undefined)
      return {
        model: model.id,
        outcome: 'failed',
        because: `it failed several times in a row and is asked again at ${new Date(rest).toISOString()}`,
      };
    const answered = await askModel({ model, question: asked.question, candidates, incident, limits }, tools);
    if (answered.outcome !== 'over-budget') await rememberTry(model, !isBroken(answered), tools);
    const used = { ...answered.usage, usd: Math.round(answered.usage.usd * 1e6) / 1e6, milliseconds: milliseconds() };
    if (answered.outcome !== 'answered')
      tools.log.warn(`${incident.id}: the model gave no answer (${answered.outcome}): ${answered.because}`);
    if (answered.outcome !== 'answered')
      return { model: model.id, outcome: answered.outcome, because: harmless(answered.because, longestClaim), ...used };
    await keepAnswer(key, answered.answer, tools);
    return { model: model.id, outcome: 'answered', ...(await said(answered.answer, asked, model, tools)), ...used };
  } catch (thrown) {
    return {
      model: model.id,
      outcome: 'failed',
      because: harmless(asHealError(thrown).message, longestClaim),
      milliseconds: milliseconds(),
    };
  }
}

/** Broken, and not only refusing or over a budget. */
const isBroken = ({ outcome }: Answered): boolean => outcome === 'failed' || outcome === 'timed-out';

/** What was kept is checked like any answer: the store is not trusted more than a model. */
function readable(kept: unknown, candidates: readonly string[]): Answer | undefined {
  if (kept === undefined) return undefined;
  try {
    return readAnswer(kept, candidates);
  } catch {
    return undefined;
  }
}

/** An answer as an analysis: enums as they are, words made harmless, claims checked against what the model was shown. */
async function said(answer: Answer, { citable, reveal }: Asked, { id }: Model, tools: OpinionTools): Promise<Partial<Analysis>> {
  const { claims, struck } = standing(answer.claims, citable);
  const words = (text: string, most: number): string => harmless(reveal(text), most);
  const confidence = Math.round(answer.confidence * 100) / 100;
  return {
    class: answer.class,
    cause: words(answer.cause, longestCause),
    candidate: answer.candidate,
    confidence,
    ...(await calibrationOf(id, confidence, tools)),
    claims: claims.slice(0, mostClaims).map(({ text, evidence, quote }) => ({
      text: words(text, longestClaim),
      evidence: [...evidence],
      ...(quote === undefined ? {} : { quote: words(quote, longestClaim) }),
    })),
    struck,
  };
}

/** A candidate with what the catalogue says of its action. */
async function offerOf(candidate: Ruled['candidates'][number], { catalogue }: OpinionTools): Promise<Offer> {
  const action = await catalogue.action(candidate.action);
  if (action === undefined) return candidate;
  const { title, risk, undo } = action;
  return { ...candidate, title, risk: risk.level, outage: risk.outage, touches: risk.blastRadius, undo: undo.kind };
}

/** The items behind the evidence; what is lost is not shown. */
async function itemsOf(
  { event }: IncidentDocument,
  { evidence, state }: Findings,
  { blobs }: OpinionTools,
): Promise<ReadonlyMap<string, Json>> {
  const refs = evidence.flatMap(({ id, blob, source, kind }) => {
    const ref = blob ?? (source === 'observed' ? state : id === 'e1' || kind === 'event' ? event : undefined);
    return ref === undefined ? [] : [{ id, ref }];
  });
  const items = await Promise.all(refs.map(async ({ id, ref }) => ({ id, item: await blobs.get(ref).catch(() => undefined) })));
  return new Map(items.flatMap(({ id, item }) => (item === undefined ? [] : [[id, item] as const])));
}

/** The words by which runbooks are searched for an incident. */
export const passageQuery = (
  { title, signal }: Pick<IncidentDocument, 'title' | 'signal'>,
  { candidates }: Pick<Ruled, 'candidates'>,
): string => [title, signal.operation ?? signal.title, ...candidates.slice(0, 1).map(({ why }) => why)].join(' ');

async function passagesFor(incident: IncidentDocument, ruled: Ruled, { knowledge, log }: OpinionTools): Promise<readonly Passage[]> {
  const { title, resource, action } = incident;
  const query = passageQuery(incident, ruled);
  try {
    const found = await knowledge?.search(query, { limit: mostPassages, resource: resource.type });
    if (found !== undefined && found.length > 0) return found;
    return action === undefined ? [] : ((await knowledge?.search(query, { limit: mostPassages, action: action.id })) ?? []);
  } catch (error) {
    log.warn(`no runbook could be searched for ${title}: ${asHealError(error).message}`);
    return [];
  }
}
