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

/** Does every field that the match names match? The environment is compared without case, as it is read. */
export function matches({ tag = {}, ...match }: Match, { tags, ...subject }: Subject): boolean {
  const texts = fields.every((name) => {
    const value = subject[name];
    const patterns = match[name];
    const plain = (pattern: string): string => (name === 'environment' ? pattern.toLowerCase() : pattern);
    return patterns === undefined || (value !== undefined && [patterns].flat().some((pattern) => globMatches(plain(pattern), value)));
  });
  return texts && Object.entries(tag).every(([key, pattern]) => tags[key] !== undefined && globMatches(pattern, tags[key]));
}
