import type { Evidence } from '#domain/facts.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import type { Json } from '#domain/json.ts';
import { redacted } from '#domain/redaction/redact.ts';
import type { Passage } from '#ports/knowledge.ts';
import type { Question } from '#ports/model.ts';
import { answerSchema } from './answer.ts';
import type { Citable } from './claims.ts';
import { type Bounds, fenced } from './fence.ts';
import type { Findings } from './findings.ts';
import { instructions } from './instructions.ts';
import { pseudonyms } from './pseudonyms.ts';
import type { Ruled } from './rules.ts';

/** A candidate as a model sees it. */
export interface Offer {
  readonly id: string;
  readonly action: string;
  /** Why it would heal. */
  readonly why: string;
  readonly title?: string;
  readonly risk?: string;
  readonly outage?: string;
  readonly touches?: string;
  readonly undo?: string;
}

/** Everything that a question is made of. */
export interface Asking {
  readonly incident: IncidentDocument;
  readonly findings: Findings;
  readonly ruled: Ruled;
  readonly offers: readonly Offer[];
  readonly passages: readonly Passage[];
  /** The items behind the evidence, by its ids. */
  readonly items: ReadonlyMap<string, Json>;
  /** The data may be so long, in tokens. */
  readonly mostInputTokens: number;
}

/** A question, and what is needed to read its answer. */
export interface Asked {
  readonly question: Question;
  readonly citable: ReadonlyMap<string, Citable>;
  reveal(text: string): string;
}

const maxOutputTokens = 1_500;
const bounds: Bounds = { text: 600, items: 40, depth: 8, whole: 6_000 };
const passageBounds: Bounds = { ...bounds, text: 1_500, whole: 2_000 };
const mostGaps = 20;

/** At least so many tokens it may be: three bytes a token is more than texts of this kind have. */
export const tokensOf = (text: string): number => Math.ceil(Buffer.byteLength(text) / 3);

/** Makes the question. Pure and deterministic: the same incident, evidence and passages give the same bytes. */
export function questionOf({ incident, findings, ruled, offers, passages, items, mostInputTokens }: Asking): Asked {
  const names = pseudonyms(incident.resource.account);
  // Redacted before anything is renamed: next to an access key id its secret is known, next to a name it is not.
  const datum = (id: string, value: Json, within = bounds): string => fenced(id, names.hide(redacted(value)), within);
  const citable = new Map<string, Citable>();
  const parts = [
    datum('incident', about(incident, findings, ruled)),
    datum(
      'candidates',
      offers.map((offer) => ({ ...offer })),
    ),
  ];
  if (findings.gaps.length > 0)
    parts.push(
      datum(
        'gaps',
        findings.gaps.slice(0, mostGaps).map((gap) => ({ ...gap })),
      ),
    );
  let left = mostInputTokens - parts.reduce((sum, part) => sum + tokensOf(part), tokensOf(instructions));
  const add = (id: string, name: string, text: string): void => {
    // What does not fit is not shown, so it cannot be cited either.
    if (tokensOf(text) > left) return;
    left -= tokensOf(text);
    parts.push(text);
    citable.set(id, { shown: text, name });
  };
  for (const item of findings.evidence) add(item.id, item.id, datum(item.id, shownOf(item, items.get(item.id))));
  for (const [index, { chunk, title, heading, text }] of passages.entries())
    add(`r${index + 1}`, chunk, datum(`r${index + 1}`, { runbook: title, heading, text }, passageBounds));
  const candidates = offers.map(({ id }) => id);
  return {
    question: { instructions, data: parts.join('\n'), schema: answerSchema(candidates, [...citable.keys()]), maxOutputTokens },
    citable,
    reveal: (text) => names.reveal(text),
  };
}

function about({ title, severity, resource, signal, detection, repeats }: IncidentDocument, findings: Findings, ruled: Ruled): Json {
  const { sight, contributions, score, tags } = findings;
  const { actor } = signal;
  return {
    title,
    detection,
    severity,
    resource: { type: resource.type, id: resource.id, account: resource.account, region: resource.region, tags: { ...tags } },
    signal: {
      rank: signal.rank,
      source: signal.source,
      title: signal.title,
      at: new Date(signal.at).toISOString(),
      operation: signal.operation,
      failed: signal.failed,
      controls: signal.controls,
    },
    actor: actor === undefined ? 'nobody is named' : { ...actor },
    repeats,
    observed: sight === undefined ? 'no action looks at this condition' : sight.seen === 'wrong' ? `wrong: ${sight.wrong}` : sight.seen,
    rules: {
      class: ruled.class,
      cause: ruled.cause,
      confidence: ruled.confidence,
      threatScore: score,
      contributions: contributions.map(({ name, weight, why }) => ({ name, weight, why })),
    },
  };
}

const shownOf = ({ kind, source, at, what, cut }: Evidence, item: Json | undefined): Json => ({
  kind,
  source,
  // When we looked tells nothing, and would make every question another one.
  ...(source === 'observed' ? {} : { at: new Date(at).toISOString() }),
  what,
  ...(cut === true ? { cut } : {}),
  ...(item === undefined ? {} : { item }),
});
