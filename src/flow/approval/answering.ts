import type { Answer } from '#domain/facts.ts';
import { HealError } from '#domain/heal-error.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import { closesAt, heardOf, questionOf } from '#domain/question.ts';
import type { Change } from '#flow/journal.ts';
import type { Tools } from '#flow/tools.ts';
import type { ClaimKey } from '#ports/store.ts';
import { keyOf, type Person, speakerOf } from './person.ts';
import { refuseUnfit, type Said, whyUnfit } from './refuse-unfit.ts';
import { isOfUse, missing, type Wanted, wantedFor } from './wanted.ts';

const minute = 60_000;

export interface AnswerOptions {
  /** The plan that the person saw: an answer to any other is refused. */
  readonly planHash?: string;
  /** What may be used once only (a link, a signed request), and until when it has to be remembered, epoch milliseconds. */
  readonly once?: { readonly key: ClaimKey; readonly until: number };
}

/** What a person's yes or no changes. Throws HealError `not-allowed` where it does not count. */
export async function answerChange(
  present: IncidentDocument,
  { given, reason }: { readonly given: Answer['answer']; readonly reason?: string },
  person: Person,
  tools: Tools,
  options: AnswerOptions,
): Promise<Change> {
  const { planHash, now, wanted } = await openedFor(present, given, person, tools, options);
  const { people } = wanted;
  const said: Answer = {
    answer: given,
    by: person.name,
    channel: person.channel,
    at: now,
    planHash,
    ...(reason === undefined ? {} : { reason }),
    ...(person.through === undefined ? {} : { through: person.through }),
  };
  const take = takenOnce(options, tools);
  const heard = heardOf(present);
  const before = await stillFit(heard?.yes ?? [], present, wanted, tools);
  const key = speakerOf(person, people);
  const keys = before.map(({ by, through }) => keyOf(through ?? by, people));
  const wants = given === 'reject' ? undefined : missing(wanted, [...keys, key]);
  const yes = { planHash, longer: heard?.longer ?? 0, ...heard, yes: before };
  if (wants === undefined)
    return {
      patch: { answer: said, due: now, ...(heard === undefined ? {} : { heard: yes }) },
      notes: [{ kind: 'answered', body: { ...said } }],
      ...take,
    };
  if (!isOfUse(wanted, keys, key))
    throw refusal(
      `${present.id}: ${keys.includes(key) ? `${key} said approve already` : `a yes of ${key} is not needed`}; it still wants ${wants}`,
    );
  return {
    patch: { heard: { ...yes, yes: [...before, said], wants } },
    notes: [{ kind: 'answered', body: { ...said, wants } }],
    ...take,
  };
}

/** Of those who said yes before, the ones whose yes still counts: who put it back meanwhile has caused it. */
async function stillFit(yes: readonly Answer[], present: IncidentDocument, wanted: Wanted, tools: Tools): Promise<Answer[]> {
  const unfit = await Promise.all(
    yes.map(({ by: name, channel, through }) => whyUnfit(present, 'approve', { name, channel, through }, wanted, tools)),
  );
  return yes.filter((_, index) => unfit[index] === undefined);
}

/** What a snooze changes: when it is asked again, and by how much longer it stands. Throws HealError `not-allowed` where it may not be put off. */
export async function snoozeChange(
  present: IncidentDocument,
  minutes: number,
  person: Person,
  tools: Tools,
  options: AnswerOptions,
): Promise<Change> {
  const { planHash, now } = await openedFor(present, 'snooze', person, tools, options);
  const question = questionOf(present);
  if (question === undefined) throw refusal(`${present.id} is just being asked: try again in a second`);
  const until = now + Math.round(minutes * minute);
  if (until >= question.latest)
    throw refusal(
      `${present.id} cannot be put off that long: it expires at ${new Date(question.latest).toISOString()} at the latest (approval.longestMinutes)`,
    );
  const heard = heardOf(present);
  const longer = Math.min((heard?.longer ?? 0) + (until - now), question.latest - question.until);
  const { name: by, channel, through } = person;
  const snoozed = { planHash, yes: heard?.yes ?? [], ...heard, longer, snoozed: { by, at: now, until } };
  const said = { answer: 'snooze', by, channel, at: now, planHash, until, ...(through === undefined ? {} : { through }) };
  return { patch: { heard: snoozed, due: now }, notes: [{ kind: 'answered', body: said }], ...takenOnce(options, tools) };
}

const refusal = (message: string): HealError => new HealError('not-allowed', message);

interface Opened {
  readonly planHash: string;
  readonly now: number;
  readonly wanted: Wanted;
}

/** The question is open, for this person, about this plan. Throws HealError `not-allowed` where it is not, and says why. */
export async function openedFor(
  present: IncidentDocument,
  given: Said,
  person: Person,
  tools: Tools,
  { planHash, once }: AnswerOptions,
): Promise<Opened> {
  const { id, plan, stage, since, answer } = present;
  const { policy } = tools.policy();
  const now = tools.clock.now();
  if (once !== undefined && (await tools.store.holder(once.key, now)) !== undefined)
    throw refusal(`${id}: this was used already; it counts once`);
  const told = answer === undefined ? '' : `${answer.by} said ${answer.answer}`;
  if (stage !== 'approval' || plan === undefined)
    throw refusal(`${id} does not wait for an answer: it is ${stage}${told === '' ? '' : `; ${told}`}`);
  if (answer !== undefined && answer.planHash === plan.hash) throw refusal(`${id} was answered already: ${told}`);
  if (planHash !== undefined && planHash !== plan.hash)
    throw refusal(`${id}: the plan changed since you saw it; look at it again with "selfheal show ${id}"`);
  const end = closesAt(present) ?? since + policy.approval.minutes * minute;
  if (now >= end || questionOf(present)?.closed === true)
    throw refusal(`${id}: the time to answer is over, it expires; "selfheal sweep --fix" asks again if it is still wrong`);
  const wanted = wantedFor(present, policy, now);
  await refuseUnfit(present, given, person, wanted, tools);
  return { planHash: plan.hash, now, wanted };
}

const takenOnce = ({ once }: AnswerOptions, { ids }: Tools): Pick<Change, 'take'> =>
  once === undefined ? {} : { take: [{ key: once.key, owner: ids.short(), until: once.until }] };
