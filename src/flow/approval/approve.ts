import type { Answer } from '#domain/facts.ts';
import type { JsonObject } from '#domain/json.ts';
import { closesAt, heardOf, type Question, questionOf } from '#domain/question.ts';
import type { Incident, Outcome } from '#flow/lifecycle.ts';
import type { StageFn } from '#flow/stages.ts';
import type { Tools } from '#flow/tools.ts';
import { makeQuestion } from './question.ts';

/** Does a person agree? A stored answer decides; without one the incident is parked until somebody answers or time is over. */
export const approve: StageFn<'approval'> = async (incident, tools, journal) => {
  const answered = answeredBy(incident);
  if (answered !== undefined) return answered;
  const known = questionOf(incident);
  const question = known ?? (await makeQuestion(incident, tools));
  const now = tools.clock.now();
  const end = closesAt({ ...incident, question }) ?? question.until;
  if (known !== undefined && now >= end) {
    // From here on nobody can answer; an answer that was quicker counts.
    await journal.record({ patch: { question: { ...question, closed: true } }, notes: [] });
    const { heard } = journal.incident;
    const newest = { ...incident, answer: journal.incident.answer, ...(heard === undefined ? {} : { heard }) };
    return answeredBy(newest) ?? (now < (closesAt({ ...newest, question }) ?? end) ? reopened(newest, question, tools) : expired);
  }
  return asking(incident, known === undefined ? { question, said: saidOf(question) } : { question }, tools);
};

function answeredBy({ answer, plan, heard }: Pick<Incident<'approval'>, 'answer' | 'plan' | 'heard'>): Outcome<'approval'> | undefined {
  if (answer === undefined || answer.planHash !== plan.hash) return undefined;
  const { by, channel, at, planHash, reason } = answer;
  if (answer.answer === 'reject')
    return { to: 'rejected', why: `${named(answer)} rejected it${reason === undefined ? '' : `: ${reason}`}` };
  const before = heardOf({ plan, heard })?.yes ?? [];
  const all = [...before, answer].map(named).join(' and ');
  const approval = { by, channel, at, planHash, ...(before.length === 0 ? {} : { with: before.map((yes) => yes.by) }) };
  return { to: 'snapshot', why: `${all} approved it`, approval };
}

/** With the account behind a name that was only claimed. */
const named = ({ by, through }: Answer): string => (through === undefined ? by : `${by} (said by ${through})`);

const expired: Outcome<'approval'> = { to: 'expired', why: 'nobody answered in time: nothing was written' };

/** A snooze was quicker than the end. */
const reopened = (incident: Incident<'approval'>, { closed: _closed, ...question }: Question, tools: Tools): Outcome<'approval'> =>
  asking(incident, { question }, tools);

interface Saying {
  readonly question: Question;
  /** What the ledger says of it, when it is said now. */
  readonly said?: JsonObject;
}

/** Parked until it is said again or is over, whichever is first. */
function asking(incident: Incident<'approval'>, { question, said }: Saying, tools: Tools): Outcome<'approval'> {
  const { clock, policy } = tools;
  const now = clock.now();
  const end = closesAt({ ...incident, question }) ?? question.until;
  const moments = againAt(incident, question, end, policy().policy.approval.remindMinutes * 60_000);
  const due = said === undefined ? moments.findLast(({ at }) => at <= now) : undefined;
  const next = moments.find(({ at }) => at > now)?.at ?? end;
  const present = due === undefined ? question : { ...question, saidAt: now };
  const telling = due === undefined ? said : { ...saidOf(question), again: due.because };
  const why = incident.decision.because;
  return {
    ask: question.planHash,
    within: Math.min(next, end) - now,
    why,
    question: present,
    ...(telling === undefined ? {} : { said: telling }),
  };
}

/** When it has to be said again, soonest first: when a snooze is over, and once before it expires. */
function againAt(
  incident: Incident<'approval'>,
  question: Question,
  end: number,
  remindMs: number,
): readonly { at: number; because: string }[] {
  const snoozed = heardOf(incident)?.snoozed;
  return [
    ...(snoozed === undefined ? [] : [{ at: snoozed.until, because: `${snoozed.by} put it off until now` }]),
    ...(remindMs === 0 || end - remindMs <= question.at ? [] : [{ at: end - remindMs, because: 'it expires soon' }]),
  ]
    .filter(({ at }) => at > question.saidAt && at < end)
    .toSorted((one, other) => one.at - other.at);
}

const saidOf = ({ wants, changed }: Question): JsonObject => ({ wants, ...(changed === undefined ? {} : { changed }) });
