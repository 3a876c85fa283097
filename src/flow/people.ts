import type { Answer } from '#domain/facts.ts';
import { HealError } from '#domain/heal-error.ts';
import type { IncidentDocument, Stage } from '#domain/incident.ts';
import { redacted } from '#domain/redaction/redact.ts';
import { resourceKey } from '#domain/resource-ref.ts';
import type { Driver } from '#ports/driver.ts';
import type { Claim } from '#ports/store.ts';
import { type AnswerOptions, answerChange, snoozeChange } from './approval/answering.ts';
import type { Person } from './approval/person.ts';
import { refuseUnfit } from './approval/refuse-unfit.ts';
import { wantedFor } from './approval/wanted.ts';
import { amend, type Change } from './journal.ts';
import { commands } from './lifecycle.ts';
import type { Tools } from './tools.ts';

export type { Person };

type PeopleTools = Tools & { readonly driver: Driver };

/** A person's yes or no to the plan that is on the table; where two people are wanted, the first yes leaves it open. Throws HealError `not-allowed`, `not-found`. */
export async function answer(
  id: string,
  given: Answer['answer'],
  person: Person,
  tools: PeopleTools,
  options: AnswerOptions & { readonly reason?: string } = {},
): Promise<IncidentDocument> {
  const { reason, ...more } = options;
  const said = { given, ...(reason === undefined ? {} : { reason: redacted(reason) }) };
  const incident = await change(id, tools, (present) => answerChange(present, said, person, tools, more));
  if (incident.answer !== undefined) await tools.driver.wake(incident);
  return incident;
}

/** Puts a question off: it is asked again in so many minutes, and never stands longer than the policy allows. Throws HealError `not-allowed`, `not-found`. */
export async function snooze(
  id: string,
  minutes: number,
  person: Person,
  tools: PeopleTools,
  options: AnswerOptions = {},
): Promise<IncidentDocument> {
  const incident = await change(id, tools, (present) => snoozeChange(present, minutes, person, tools, options));
  await tools.driver.wake(incident);
  return incident;
}

/** Undoes a heal by hand: that brings back what was wrong, so whoever caused it cannot, and where approvers are named only they can. Throws HealError `not-allowed`, `not-found`. */
export const rollback = (id: string, person: Person, tools: PeopleTools): Promise<IncidentDocument> =>
  reopen(id, 'rollback', person, tools);

/** Starts an escalated incident again, from a fresh diagnosis. */
export const retry = (id: string, person: Person, tools: PeopleTools): Promise<IncidentDocument> => reopen(id, 'retry', person, tools);

async function reopen(id: string, command: keyof typeof commands, person: Person, tools: PeopleTools): Promise<IncidentDocument> {
  const { from, to } = commands[command];
  const incident = await change(id, tools, async (present) => {
    if (!(from as readonly string[]).includes(present.stage))
      throw new HealError('not-allowed', `${id} is ${present.stage}; ${command} is for what is ${from.join(' or ')}`);
    if (command === 'rollback')
      await refuseUnfit(present, 'roll back', person, wantedFor(present, tools.policy().policy, tools.clock.now()), tools);
    return reopened(present, to, person, command, tools);
  });
  await tools.driver.start(incident);
  return incident;
}

/** A retry starts from a fresh diagnosis: nothing of the first run is taken for this one's, and people are asked anew. */
const nothingKnown = {
  diagnosis: undefined,
  plan: undefined,
  decision: undefined,
  asked: undefined,
  question: undefined,
  heard: undefined,
  answer: undefined,
  approval: undefined,
  before: undefined,
  remediation: undefined,
  verification: undefined,
  rollback: undefined,
};

function reopened(present: IncidentDocument, to: Stage, { name, channel, through }: Person, command: string, { clock }: Tools): Change {
  const now = clock.now();
  const take: Claim[] = [
    { key: `fingerprint:${present.fingerprint}`, owner: present.id },
    { key: `resource:${resourceKey(present.resource)}`, owner: present.id },
  ];
  const fresh = to === 'diagnosis' ? { ...nothingKnown, sent: [], intents: [], replans: 0 } : {};
  return {
    patch: {
      ...fresh,
      stage: to,
      generation: present.generation + 1,
      progress: present.progress + 1,
      attempt: 0,
      since: now,
      due: now,
      closedAt: undefined,
      why: `${name} asked for ${command}`,
      requestedBy: name,
    },
    notes: [
      {
        kind: 'moved',
        body: {
          from: present.stage,
          to,
          why: `${name} asked for ${command}`,
          by: name,
          channel,
          ...(through === undefined ? {} : { through }),
          command,
        },
      },
    ],
    take: to === 'diagnosis' ? take.slice(0, 1) : take,
  };
}

async function change(
  id: string,
  { store, clock }: Tools,
  make: (incident: IncidentDocument) => Change | Promise<Change>,
): Promise<IncidentDocument> {
  const incident = await amend(store, () => clock.now(), id, make);
  if (incident === undefined) throw new HealError('not-found', `there is no incident ${id}; "selfheal incidents" lists them`);
  return incident;
}
