import { isWithin } from '#config/hours.ts';
import type { Match } from '#config/match.ts';
import type { IncidentClass } from '#domain/facts.ts';
import type { IncidentDocument } from '#domain/incident.ts';
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
  /** The role behind a session. */
  readonly actorRole?: string | undefined;
  readonly class: IncidentClass;
  readonly severity: IncidentDocument['severity'];
  /** Epoch milliseconds: when it is judged. */
  readonly at: number;
}

const fields = ['account', 'region', 'resource', 'id', 'arn', 'environment', 'detection', 'action', 'actor', 'class', 'severity'] as const;

/** Does every field that the match names match? The environment is compared without case, as it is read. */
export function matches({ tag = {}, during, outside, ...match }: Match, { tags, at, actorRole, ...subject }: Subject): boolean {
  const texts = fields.every((name) => {
    const patterns = match[name];
    if (patterns === undefined) return true;
    const values = [subject[name], name === 'actor' ? actorRole : undefined].filter((value) => value !== undefined);
    const plain = (pattern: string): string => (name === 'environment' ? pattern.toLowerCase() : pattern);
    return [patterns].flat().some((pattern) => values.some((value) => globMatches(plain(pattern), value)));
  });
  return (
    texts &&
    Object.entries(tag).every(([key, pattern]) => tags[key] !== undefined && globMatches(pattern, tags[key])) &&
    (during === undefined || [during].flat().some((hours) => isWithin(hours, at))) &&
    (outside === undefined || ![outside].flat().some((hours) => isWithin(hours, at)))
  );
}
