import { HealError } from '#domain/heal-error.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import { siteOf } from '#flow/look.ts';
import type { Tools } from '#flow/tools.ts';
import { actorsOf } from './causes.ts';
import { caused, executes, type Person, speakerOf } from './person.ts';
import { approverNames, mayAnswer, type Wanted } from './wanted.ts';

/** What a person wants to say, or to have done. */
export type Said = 'approve' | 'reject' | 'snooze' | 'roll back';

/** Why this person has no say in an incident. */
interface Unfit {
  readonly because: string;
  /** Whoever tries this may be covering something up: that it was tried is worth knowing. */
  readonly partial: boolean;
}

/** Who caused an incident can neither answer for it nor undo what healed it; nor can the identity that writes; and where approvers are named only they can. */
export async function whyUnfit(
  incident: IncidentDocument,
  given: Said,
  person: Person,
  wanted: Wanted,
  { cloud, store }: Pick<Tools, 'cloud' | 'store'>,
): Promise<Unfit | undefined> {
  const { id, resource } = incident;
  const { people } = wanted;
  if ((await actorsOf(incident, store)).some((actor) => caused(person, actor, people)))
    return {
      partial: true,
      because: `${person.name} caused ${id} and cannot ${given === 'roll back' ? 'roll it back' : `${given} it`}; ask somebody else`,
    };
  if (executes(person, cloud.writer(siteOf(resource), id).session, resource, people))
    return { partial: true, because: `${person.name} is the identity that writes and cannot ${given} ${id}; a person has to` };
  if (mayAnswer(wanted, speakerOf(person, people))) return undefined;
  const claimed = person.through === undefined ? person.name : `${person.through}, who says to be ${person.name},`;
  return { partial: false, because: `${claimed} is not an approver; approvers are ${approverNames(wanted)}` };
}

/** Throws HealError `not-allowed` where a person has no say. */
export async function refuseUnfit(incident: IncidentDocument, given: Said, person: Person, wanted: Wanted, tools: Tools): Promise<void> {
  const unfit = await whyUnfit(incident, given, person, wanted, tools);
  if (unfit === undefined) return;
  const { because, partial } = unfit;
  if (partial) tools.log.warn(`${incident.id}: an answer was refused: ${because}`, { channel: person.channel, through: person.through });
  throw new HealError('not-allowed', because);
}
