import type { LoadedPolicy } from '#config/load-policy.ts';
import { nearest } from '#config/nearest.ts';
import { endOf, type Match } from '#config/policy.ts';
import { globMatches } from '#flow/glob.ts';

/** What there is to match: detections with the resource type they look at, and what heals it. */
interface Known {
  readonly detections: readonly { readonly id: string; readonly resource?: string | undefined; readonly action?: string | undefined }[];
  readonly actions: readonly { readonly id: string; readonly resource: string }[];
}

/** Something that a sound policy says in vain; `where` is its place in the file. */
export interface PolicyWarning {
  readonly where: string | undefined;
  readonly field: string;
  readonly warning: string;
  /** What to do about it. */
  readonly suggestion: string;
}

/** What a sound policy says without any effect: what is over, what can never match, what nobody owns. */
export function policyWarnings({ policy, where }: LoadedPolicy, known: Known, now: number): readonly PolicyWarning[] {
  const at = (warning: string, suggestion: string, ...path: readonly (string | number)[]): PolicyWarning => ({
    where: where(...path),
    field: path.join('.'),
    warning,
    suggestion,
  });
  const unmatched = (match: Match, ...path: readonly (string | number)[]): readonly PolicyWarning[] =>
    whyNever(match, known).map(({ field, why, instead }) => at(why, instead, ...path, 'match', ...field));
  return [
    ...policy.rules.flatMap((rule, index) => [
      ...unmatched(rule.match, 'rules', index),
      ...(idle(rule)
        ? [at('it changes nothing: the most cautious match wins', 'remove it, or make it more cautious', 'rules', index)]
        : []),
    ]),
    ...policy.exceptions.flatMap(({ match, owner, reason, until }, index) => [
      ...unmatched(match, 'exceptions', index),
      ...(endOf(until) <= now ? [at(`it expired on ${until}`, 'remove it, or let its owner renew it', 'exceptions', index, 'until')] : []),
      ...(says(owner) ? [] : [at('nobody owns this exception', 'name a person or a team', 'exceptions', index, 'owner')]),
      ...(says(reason) ? [] : [at('nobody says why', 'write the reason down', 'exceptions', index, 'reason')]),
    ]),
    ...policy.freezes.flatMap(({ match, to }, index) => [
      ...unmatched(match ?? {}, 'freezes', index),
      ...(endOf(to) <= now ? [at(`it was over on ${to}`, 'remove it', 'freezes', index, 'to')] : []),
    ]),
    ...policy.containFirst.flatMap(({ match, owner, reason, until }, index) => [
      ...unmatched(match, 'containFirst', index),
      ...(endOf(until) <= now ? [at(`it ended on ${until}`, 'remove it, or let its owner renew it', 'containFirst', index, 'until')] : []),
      ...(says(owner) ? [] : [at('nobody owns this', 'name a person or a team', 'containFirst', index, 'owner')]),
      ...(says(reason) ? [] : [at('nobody says why', 'write the reason down', 'containFirst', index, 'reason')]),
    ]),
    ...policy.windows.flatMap(({ match }, index) => unmatched(match ?? {}, 'windows', index)),
    ...policy.approvers.flatMap((entry, index) => (typeof entry === 'string' ? [] : unmatched(entry.match, 'approvers', index))),
    ...policy.people.flatMap(({ name, arn }, index) =>
      [arn ?? []].flat().length > 0
        ? []
        : [
            at(
              `nobody knows what ${name} does in AWS: who caused an incident could answer for it`,
              'name the ARNs under which they act (arn)',
              'people',
              index,
            ),
          ],
    ),
    ...policy.rates.flatMap(({ match, per, limit, minutes }, index) => [
      ...unmatched(match ?? {}, 'rates', index),
      ...(limit >= policy.limits.perHour[per] && minutes <= 60
        ? [
            at(
              `limits.perHour.${per} is used up before it`,
              `lower it below ${policy.limits.perHour[per]}, or raise that one`,
              'rates',
              index,
            ),
          ]
        : []),
    ]),
    ...policy.pipelines.flatMap(({ calls }, index) =>
      calls.flatMap((call, position) =>
        call.includes(':') || call.includes('*')
          ? []
          : [at(`no call is named ${call}`, `write service:Operation, as in s3:${call}`, 'pipelines', index, 'calls', position)],
      ),
    ),
  ];
}

/** An `act` never overrules, and neither does the mode `autopilot`. */
const idle = ({ verdict, mode }: LoadedPolicy['policy']['rules'][number]): boolean =>
  (verdict ?? 'act') === 'act' && (mode ?? 'autopilot') === 'autopilot';

const says = (text: string): boolean => /[\p{L}\p{N}]/u.test(text) && !/^(todo|tbd|fixme|none|nobody|unknown|n\/?a)$/i.test(text.trim());

interface Never {
  readonly field: readonly string[];
  readonly why: string;
  readonly instead: string;
}

function whyNever(match: Match, { detections, actions }: Known): readonly Never[] {
  const types = [...new Set([...actions.map(({ resource }) => resource), ...detections.flatMap(({ resource }) => resource ?? [])])];
  const inVain = [
    ...unknownTo(
      match,
      'detection',
      detections.map(({ id }) => id),
    ),
    ...unknownTo(
      match,
      'action',
      actions.map(({ id }) => id),
    ),
    ...unknownTo(match, 'resource', types),
    ...misshapen(match, 'account', /^\d{12}$/, 'an account id has 12 digits'),
    ...misshapen(match, 'region', /^(global|[a-z]{2,5}(-[a-z]+)+-\d{1,2})$/, 'regions are named like eu-west-1, or global'),
    ...misshapen(match, 'arn', /^arn:/, 'an ARN begins with arn:'),
    ...misshapen(match, 'actor', /^arn:/, 'an actor is an ARN; a name needs a wildcard before it, as in *user/alice'),
  ];
  if (inVain.length > 0 || (match.detection === undefined && match.action === undefined)) return inVain;
  const together = detections.some(
    ({ id, action, resource }) =>
      fits(match.detection, id) && fits(match.action, action) && (resource === undefined || fits(match.resource, resource)),
  );
  if (together) return [];
  const why = 'no detection has this detection, action and resource together, so it can never match';
  return [{ field: [], why, instead: 'leave one of them out; "selfheal detections" shows what belongs together' }];
}

const listOf = (patterns: string | readonly string[] | undefined): readonly string[] => (patterns === undefined ? [] : [patterns].flat());
const fits = (patterns: string | readonly string[] | undefined, value: string | undefined): boolean =>
  patterns === undefined || (value !== undefined && listOf(patterns).some((pattern) => globMatches(pattern, value)));

function unknownTo(match: Match, field: 'detection' | 'action' | 'resource', known: readonly string[]): readonly Never[] {
  return listOf(match[field]).flatMap((pattern): Never[] => {
    if (known.some((one) => globMatches(pattern, one))) return [];
    const guess = nearest(pattern, known);
    const instead =
      guess === undefined ? `"selfheal ${field === 'action' ? 'actions' : 'detections'}" lists what there is` : `did you mean ${guess}?`;
    return [
      { field: [field], why: `there is no ${field === 'resource' ? 'resource type' : field} ${pattern}, so it can never match`, instead },
    ];
  });
}

/** Only what has no wildcard before its form breaks can be told for sure. */
function misshapen(match: Match, field: 'account' | 'region' | 'arn' | 'actor', form: RegExp, instead: string): readonly Never[] {
  return listOf(match[field]).flatMap((pattern): Never[] =>
    /[*?]/.test(pattern) || form.test(pattern) ? [] : [{ field: [field], why: `${pattern} can never match`, instead }],
  );
}
