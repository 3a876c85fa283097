import type { Match } from '#config/policy.ts';
import { globMatches } from '#flow/glob.ts';

/** What a policy can see of an incident. */
export interface Subject {
  readonly account: string;
  readonly region: string;
  readonly resource: string;
  readonly id: string;
  readonly arn: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly environment: string;
  readonly detection: string;
  readonly action: string | undefined;
  readonly actor: string | undefined;
}

const fields = ['account', 'region', 'resource', 'id', 'arn', 'environment', 'detection', 'action', 'actor'] as const;

/** Does every field that the match names match? */
export function matches(match: Match, subject: Subject): boolean {
  const { tag } = match;
  const texts = fields.every((name) => {
    const [value, patterns] = [subject[name], match[name]];
    return patterns === undefined || (value !== undefined && [patterns].flat().some((pattern) => globMatches(pattern, value)));
  });
  return (
    texts && Object.entries(tag ?? {}).every(([key, pattern]) => subject.tags[key] !== undefined && globMatches(pattern, subject.tags[key]))
  );
}
