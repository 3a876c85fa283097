import type { Human } from '#config/approvers.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import type { Actor } from '#domain/signal.ts';
import { globMatches } from '#flow/glob.ts';

/** Who asks, and through which channel. */
export interface Person {
  readonly name: string;
  readonly channel: string;
  /** Whose account it came from, where `name` is only what they call themselves (`--by`): that account answers for it. */
  readonly through?: string | undefined;
}

/** The user of an account, under the name that they give themselves or their own. */
export const calling = (by: string | undefined, account: string, channel: string): Person =>
  by === undefined || plain(by) === plain(account) ? { name: account, channel } : { name: by, channel, through: account };

const plain = (text: string): string => text.trim().toLowerCase();

/** The entry of `people` that goes by this name, Slack member id or e-mail address. */
export function humanOf(text: string, people: readonly Human[]): Human | undefined {
  const wanted = plain(text);
  return people.find(({ name, slack, email }) => [name, slack, email].some((each) => each !== undefined && plain(each) === wanted));
}

/** One key for one person, whichever of their names is used. */
export const keyOf = (text: string, people: readonly Human[]): string => plain(humanOf(text, people)?.name ?? text);

/** The key of whose account it came from: what people call themselves counts for nothing. */
export const speakerOf = ({ name, through }: Person, people: readonly Human[]): string => keyOf(through ?? name, people);

/** Did this person cause it, under any name of theirs that is known? */
export function caused({ name, through }: Person, actor: Actor, people: readonly Human[]): boolean {
  const identities = [actor.arn, actor.arn?.split('/').at(-1), actor.role, actor.session].filter((each) => each !== undefined);
  return [name, through].some((text) => text !== undefined && namesOf(text, people).some((one) => identities.some((id) => fits(one, id))));
}

/** Is this the identity that writes, or somebody who acts as it? `session` is the ARN of a session of ours. */
export function executes(
  { name, through }: Person,
  session: string,
  { partition, account }: ResourceRef,
  people: readonly Human[],
): boolean {
  const role = roleOf(session);
  const identities = [...ownNames, session, ...(role === undefined ? [] : [role, `arn:${partition}:iam::${account}:role/${role}`])];
  return [name, through].some(
    (text) =>
      text !== undefined &&
      namesOf(text, people).some((one) => identities.some((id) => fits(one, id)) || (role !== undefined && roleOf(one) === role)),
  );
}

/** What ledgers call the engine itself. */
const ownNames = ['policy', 'selfheal', 'engine'];

/** Names are compared without case; ARNs of `people` may have wildcards. */
function namesOf(text: string, people: readonly Human[]): readonly string[] {
  const human = humanOf(text, people);
  const known = human === undefined ? [] : [human.name, human.slack, human.email, ...[human.arn ?? []].flat()];
  return [text, ...known].filter((each) => each !== undefined);
}

const fits = (name: string, identity: string): boolean =>
  name.trim().startsWith('arn:') ? globMatches(plain(name), plain(identity)) : plain(name) === plain(identity);

/** The name of the role behind an ARN; none where any role is meant. */
function roleOf(arn: string): string | undefined {
  const role = /:assumed-role\/([^/]+)\/|:role\/(?:.*\/)?([^/]+)$/.exec(arn);
  const name = role?.[1] ?? role?.[2];
  return name === '*' ? undefined : name;
}
