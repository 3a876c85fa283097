import { costWords } from '#domain/cost-words.ts';
import type { EntryBody } from '#domain/entry.ts';
import type { Diagnosis, Plan } from '#domain/facts.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import { heardOf, questionOf } from '#domain/question.ts';
import type { StateChange } from '#domain/state-changes.ts';
import type { ActionSummary } from '#ports/catalogue.ts';
import type { Message, NoticeKind } from '#ports/notify.ts';
import { answerableUntil, headlineOf, isWaiting, toneOf } from './headline.ts';
import { said, saidJson, saidName } from './said.ts';
import { timelineOf } from './timeline.ts';
import { clockTime, dayAndTime } from './times.ts';
import { whyOf } from './why.ts';

const mostEvidence = 6;
const mostCalls = 8;
const mostChanges = 8;

/** What a message is made from. */
export interface Material {
  readonly incident: IncidentDocument;
  readonly kind: NoticeKind;
  /** The entry that it is said about, and all entries so far. */
  readonly entry: EntryBody;
  readonly ledger: readonly EntryBody[];
  readonly action: ActionSummary | undefined;
  /** What differs between before and after; before there is an after, what the plan would change. */
  readonly changes: readonly StateChange[];
  readonly sandbox: boolean;
  /** The incident's page. */
  readonly details?: string | undefined;
}

/** Everything that a person needs to answer in ten seconds, or to know that nothing is to be done. */
export function messageOf({ incident, kind, entry, ledger, action, changes, sandbox, details }: Material): Message {
  const { diagnosis, plan } = incident;
  const waits = isWaiting(incident);
  const planned = incident.verification?.state === undefined;
  const shown = changes.slice(0, mostChanges);
  return {
    headline: headlineOf(incident, kind, entry, sandbox),
    tone: toneOf(incident, kind),
    ...wanted(incident, entry.at),
    facts: factsOf(incident),
    why: whyOf(incident),
    evidence: (diagnosis?.evidence ?? [])
      .slice(0, mostEvidence)
      .map(({ id, what, source, at }) => ({ id: said(id, 12), what: said(what, 240), source: said(source, 60), at })),
    gaps: (diagnosis?.gaps ?? []).slice(0, 4).map(({ source, because }) => said(`${source}: ${because}`, 200)),
    ...analysisOf(diagnosis),
    calls: callsOf(incident),
    changes: {
      planned,
      items: shown.map(({ path, before, after }) => ({
        path: saidName(path === '' ? 'all of it' : path, 80),
        ...(before === undefined ? {} : { before: saidJson(before) }),
        ...(after === undefined ? {} : { after: saidJson(after) }),
      })),
      more: changes.length - shown.length,
    },
    ...(plan === undefined ? {} : { cost: said(costWords(plan.cost)) }),
    // Of use to whoever decides.
    ...(plan === undefined || action === undefined || !waits ? {} : { risk: riskOf(action, plan) }),
    timeline: timelineOf(incident, ledger),
    ...(waits && plan !== undefined ? { plan: plan.hash } : {}),
    ...(details === undefined ? {} : { details }),
  };
}

function wanted(incident: IncidentDocument, now: number): Pick<Message, 'wants'> {
  const { id, stage } = incident;
  if (isWaiting(incident)) return { wants: answerWanted(incident, now) };
  if (stage === 'escalated') return { wants: `Look at it with "selfheal show ${id}"; when it can go on: "selfheal retry ${id}".` };
  return stage === 'expired' ? { wants: 'Nothing was written. If it is still wrong, "selfheal sweep --fix" asks again.' } : {};
}

/** What is asked, whose yes it takes, and what is different from the question before. */
function answerWanted(incident: IncidentDocument, now: number): string {
  const until = answerableUntil(incident);
  const { wants = '', changed = [] } = questionOf(incident) ?? {};
  const still = heardOf(incident)?.wants ?? wants;
  return [
    `Approve or reject${until === undefined ? '' : ` by ${clockTime(until, now)}; then it expires and nothing is written`}.`,
    ...(still === '' ? [] : [`Whose yes it takes: ${said(still, 160)}.`]),
    ...(changed.length === 0 ? [] : [`Asked again, because since then: ${said(changed.join('; '))}.`]),
  ].join(' ');
}

function factsOf({ id, resource, signal, diagnosis, repeats, class: first }: IncidentDocument): Message['facts'] {
  const { actor } = signal;
  const who = actor === undefined ? 'nobody is named' : (actor.arn ?? actor.type);
  const from = actor?.sourceIp === undefined ? '' : ` from ${actor.sourceIp}`;
  const proof = signal.rank === 'attested' ? '' : ' (only reported, not attested by AWS)';
  const score = diagnosis === undefined ? '' : `, threat score ${diagnosis.score}, confidence ${diagnosis.confidence}`;
  return [
    ['What', `${resource.type} ${saidName(resource.id, 120)}`],
    ['Where', `account ${resource.account}, ${resource.region}`],
    ['Who', said(`${who}${from}${proof}`)],
    ['When', `${dayAndTime(signal.at)}${repeats === 0 ? '' : `, ${repeats} ${repeats === 1 ? 'time' : 'times'} more since`}`],
    ['How bad', `${diagnosis?.class ?? first}${score}`],
    ['Incident', id],
  ];
}

function analysisOf(diagnosis: Diagnosis | undefined): Pick<Message, 'analysis'> {
  const { analysis } = diagnosis ?? {};
  if (analysis === undefined) return {};
  const claims = (analysis.claims ?? []).slice(0, 5).map(({ text, evidence }) => said(`${text} [${evidence.join(', ')}]`));
  const failed = analysis.outcome === 'answered' || analysis.outcome === 'cached' ? [] : [`${analysis.outcome}: ${analysis.because ?? ''}`];
  const cause = analysis.cause === undefined ? [] : [said(analysis.cause)];
  return { analysis: { model: said(analysis.model, 80), claims: [...cause, ...claims, ...failed.map((each) => said(each))] } };
}

/** What was sent, with its outcome; before that, what would be sent. */
function callsOf({ sent, plan }: IncidentDocument): Message['calls'] {
  const lines =
    sent.length > 0
      ? sent.map(({ service, operation, outcome, requestId, error }) =>
          said(
            `${service}:${operation} ${outcome}${requestId === undefined ? '' : `, request id ${requestId}`}${error === undefined ? '' : `: ${error}`}`,
          ),
        )
      : (plan?.rounds.flat() ?? []).map(
          ({ service, operation, input }) => `${said(`${service}:${operation}`, 80)} ${saidJson(input, 400)}`,
        );
  const more = lines.length - mostCalls;
  return { sent: sent.length > 0, lines: more > 0 ? [...lines.slice(0, mostCalls), `… and ${more} more`] : lines };
}

const outages = { none: 'no outage', brief: 'a brief outage', possible: 'an outage is possible' } as const;
const undos = { undo: 'can be rolled back', 'nothing-to-undo': 'nothing to undo', irreversible: 'cannot be undone' } as const;

const riskOf = ({ risk }: ActionSummary, plan: Plan): string =>
  said(`${risk.level}: ${risk.blastRadius}; ${outages[risk.outage]}; ${undos[plan.undo]}`);
