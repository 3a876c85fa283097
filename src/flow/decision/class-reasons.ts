import type { LoadedPolicy } from '#config/load-policy.ts';
import { endOf } from '#config/policy.ts';
import type { Reason, Verdict } from '#domain/facts.ts';
import type { ActionSummary } from '#ports/catalogue.ts';
import type { Case } from './decide.ts';
import { matches } from './matches.ts';

/** The rule by which tampering is contained before people answer; they are paged when it ended. */
export const containedFirst = 'contain-first';

/** The threat scores from which an incident is logged and asked, with their places in the file; nothing where its score does not count. */
export function bandsOf({ diagnosis, actorKnown }: Pick<Case, 'diagnosis' | 'actorKnown'>, { policy: { bands }, where }: LoadedPolicy) {
  const { class: kind } = diagnosis;
  if (kind === 'normal' || (kind === 'failure' && !actorKnown)) return undefined;
  const ask = bands[kind].ask;
  const log = kind === 'tampering' ? bands.tampering.log : undefined;
  return { log, ask, whereAsk: where('bands', kind, 'ask'), whereLog: where('bands', kind, 'log') };
}

/** What the class of an incident, its threat score and the lack of an action say, before anything else speaks. */
export function classReasons(given: Case, loaded: LoadedPolicy): Reason[] {
  const { diagnosis, action } = given;
  const { class: kind, score } = diagnosis;
  const say = (verdict: Verdict, because: string, place?: string): Reason => ({
    rule: `class ${kind}`,
    verdict,
    because,
    ...(place === undefined ? {} : { where: place }),
  });
  if (kind === 'normal') return [ordinary(given, loaded)];
  if (action === undefined) return [{ rule: 'action', verdict: 'leave', because: 'no action heals this: it is kept for people to read' }];
  const { log = 0, ask = Number.POSITIVE_INFINITY, whereAsk, whereLog } = bandsOf(given, loaded) ?? {};
  if (score < log) return [say('leave', `threat score ${score} is below ${log}`, whereLog)];
  if (score >= ask) return [containment(given, action, loaded) ?? say('ask', `threat score ${score} is ${ask} or more`, whereAsk)];
  return [say('act', kind === 'tampering' ? `threat score ${score} is below ${ask}` : `a ${kind} is healed when nothing below objects`)];
}

/** By its detection, or because a pipeline that the policy knows did it. */
function ordinary({ pipeline }: Case, { policy, where }: LoadedPolicy): Reason {
  const index = policy.pipelines.findIndex(({ name }) => name === pipeline);
  const place = index === -1 ? undefined : where('pipelines', index);
  return {
    rule: 'class normal',
    verdict: 'leave',
    because: pipeline === undefined ? 'ordinary operation' : `ordinary operation of the pipeline ${pipeline}`,
    ...(place === undefined ? {} : { where: place }),
  };
}

/** A person has opted in, and what would be done can be undone and stops nothing: then it need not wait for an answer. */
function containment(
  { subject, diagnosis, now }: Case,
  { undo, risk }: ActionSummary,
  { policy, where }: LoadedPolicy,
): Reason | undefined {
  if (diagnosis.class !== 'tampering' || undo.kind !== 'undo' || risk.outage !== 'none' || risk.level === 'high') return undefined;
  const index = policy.containFirst.findIndex(({ match, until }) => endOf(until) > now && matches(match, subject));
  const found = policy.containFirst[index];
  if (found === undefined) return undefined;
  const place = where('containFirst', index);
  return {
    rule: containedFirst,
    verdict: 'act',
    because: `threat score ${diagnosis.score}: contained first, people decide then (${found.owner}: ${found.reason}, until ${found.until})`,
    ...(place === undefined ? {} : { where: place }),
  };
}
