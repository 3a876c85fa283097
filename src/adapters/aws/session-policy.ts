import { HealError } from '#domain/heal-error.ts';
import type { Scope } from '#domain/scope.ts';

/** Characters of a session policy (docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html). */
const longest = 2_048;

/** The policy of one incident's session, in as few characters as it takes. Throws `not-allowed` when it is longer than STS takes. */
export function sessionPolicy({ actions, resources, besides }: Scope): string {
  const statement = (Action: readonly string[], Resource: readonly string[]): object => ({
    Effect: 'Allow',
    Action: one(Action),
    Resource: one(Resource),
  });
  const text = JSON.stringify({
    Version: '2012-10-17',
    Statement: [statement(actions, resources), ...(besides.length === 0 ? [] : [statement(besides, ['*'])])],
  });
  if (text.length <= longest) return text;
  throw new HealError(
    'not-allowed',
    `The session's policy has ${text.length} characters, more than the ${longest} that STS takes: nothing was sent. Shorten the action's permissions.`,
  );
}

/** A list of one is written without brackets. */
const one = (list: readonly string[]): string | readonly string[] => (list.length === 1 ? (list[0] ?? list) : list);
