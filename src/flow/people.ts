import type { Answer } from '#domain/facts.ts';
import { HealError } from '#domain/heal-error.ts';
import type { IncidentDocument, Stage } from '#domain/incident.ts';
import { redacted } from '#domain/redact.ts';
import { resourceKey } from '#domain/resource-ref.ts';
import type { Driver } from '#ports/driver.ts';
import type { Claim } from '#ports/store.ts';
import { amend, type Change } from './journal.ts';
import { commands } from './lifecycle.ts';
import type { Tools } from './tools.ts';

type PeopleTools = Tools & { readonly driver: Driver };

/** Who asks, and through which channel. */
export interface Person {
  readonly name: string;
  readonly channel: string;
}

/** A person's yes or no to the plan that is on the table. Throws HealError `not-allowed`, `not-found`. */
export async function answer(
  id: string,
  given: Answer['answer'],
  person: Person,
  tools: PeopleTools,
  options: { readonly reason?: string; readonly planHash?: string } = {},
): Promise<IncidentDocument> {
  const incident = await change(id, tools, (present) => {
    const { plan, stage, since } = present;
    const now = tools.clock.now();
    if (stage !== 'approval' || plan === undefined) throw new HealError('not-allowed', `${id} does not wait for an answer: it is ${stage}`);
    if (present.answer !== undefined && present.answer.planHash === plan.hash)
      throw new HealError('not-allowed', `${id} was answered already: ${present.answer.by} said ${present.answer.answer}`);
    if (options.planHash !== undefined && options.planHash !== plan.hash)
      throw new HealError('not-allowed', `${id}: the plan changed since you saw it; look at it again with "selfheal show ${id}"`);
    if (now >= since + tools.policy().policy.approvalMinutes * 60_000)
      throw new HealError(
        'not-allowed',
        `${id}: the time to answer is over, it expires; "selfheal sweep --fix" asks again if it is still wrong`,
      );
    refuseUnfit(present, given, person, tools);
    const said: Answer = {
      answer: given,
      by: person.name,
      channel: person.channel,
      at: now,
      planHash: plan.hash,
      ...(options.reason === undefined ? {} : { reason: redacted(options.reason) }),
    };
    return { patch: { answer: said, due: now }, notes: [{ kind: 'answered', body: { ...said } }] };
  });
  await tools.driver.wake(incident);
  return incident;
}

/** Who caused an incident cannot answer for it, neither yes nor no, and where approvers are named only they can. */
function refuseUnfit({ id, signal: { actor } }: IncidentDocument, given: Answer['answer'], { name }: Person, { policy }: Tools): void {
  const { approvers } = policy().policy;
  const plain = (text: string | undefined): string | undefined => text?.trim().toLowerCase();
  const names = [actor?.arn, actor?.arn?.split('/').at(-1), actor?.role, actor?.session].map(plain);
  if (names.includes(plain(name))) throw new HealError('not-allowed', `${name} caused ${id} and cannot ${given} it; ask somebody else`);
  if (approvers.length > 0 && !approvers.includes(name))
    throw new HealError('not-allowed', `${name} is not an approver; approvers are ${approvers.join(', ')}`);
}

/** Undoes a heal by hand. */
export const rollback = (id: string, person: Person, tools: PeopleTools): Promise<IncidentDocument> =>
  reopen(id, 'rollback', person, tools);

/** Starts an escalated incident again, from a fresh diagnosis. */
export const retry = (id: string, person: Person, tools: PeopleTools): Promise<IncidentDocument> => reopen(id, 'retry', person, tools);

async function reopen(id: string, command: keyof typeof commands, person: Person, tools: PeopleTools): Promise<IncidentDocument> {
  const { from, to } = commands[command];
  const incident = await change(id, tools, (present) => {
    if (!(from as readonly string[]).includes(present.stage))
      throw new HealError('not-allowed', `${id} is ${present.stage}; ${command} is for what is ${from.join(' or ')}`);
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
  answer: undefined,
  approval: undefined,
  before: undefined,
  remediation: undefined,
  verification: undefined,
  rollback: undefined,
};

function reopened(present: IncidentDocument, to: Stage, { name, channel }: Person, command: string, { clock }: Tools): Change {
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
    notes: [{ kind: 'moved', body: { from: present.stage, to, why: `${name} asked for ${command}`, by: name, channel, command } }],
    take: to === 'diagnosis' ? take.slice(0, 1) : take,
  };
}

async function change(id: string, { store, clock }: Tools, make: (incident: IncidentDocument) => Change): Promise<IncidentDocument> {
  const incident = await amend(store, () => clock.now(), id, make);
  if (incident === undefined) throw new HealError('not-found', `there is no incident ${id}; "selfheal incidents" lists them`);
  return incident;
}
