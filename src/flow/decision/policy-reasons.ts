import { hoursText, isWithin } from '#config/hours.ts';
import type { LoadedPolicy } from '#config/load-policy.ts';
import { endOf } from '#config/policy.ts';
import type { Reason } from '#domain/facts.ts';
import type { Case } from './decide.ts';
import { matches } from './matches.ts';

/** What the file itself says of an incident: its rules, exceptions, freezes and change windows. */
export function policyReasons({ subject, now }: Pick<Case, 'subject' | 'now'>, { policy, where }: LoadedPolicy): Reason[] {
  const rules = policy.rules.flatMap(({ name, match, verdict }, index): Reason[] =>
    verdict === undefined || !matches(match, subject)
      ? []
      : [{ rule: `rule ${name ?? index + 1}`, verdict, because: `the policy says ${verdict}`, ...placed(where('rules', index)) }],
  );
  const exceptions = policy.exceptions.flatMap(({ match, owner, reason, until }, index): Reason[] =>
    endOf(until) <= now || !matches(match, subject)
      ? []
      : [
          {
            rule: `exception ${index + 1}`,
            verdict: 'leave',
            because: `${owner}: ${reason} (until ${until})`,
            ...placed(where('exceptions', index)),
          },
        ],
  );
  const freezes = policy.freezes.flatMap(({ name, from, to, match }, index): Reason[] =>
    now < Date.parse(from) || now >= endOf(to) || !matches(match ?? {}, subject)
      ? []
      : [{ rule: `freeze ${name}`, verdict: 'ask', because: `changes are frozen until ${to}`, ...placed(where('freezes', index)) }],
  );
  const windows = policy.windows.flatMap(({ name, match, open }, index): Reason[] =>
    open.some((hours) => isWithin(hours, now)) || !matches(match ?? {}, subject)
      ? []
      : [
          {
            rule: `window ${name}`,
            verdict: 'ask',
            because: `changes are made ${open.map(hoursText).join(' or ')} only`,
            ...placed(where('windows', index)),
          },
        ],
  );
  return [...rules, ...exceptions, ...freezes, ...windows];
}

const placed = (place: string | undefined): { where?: string } => (place === undefined ? {} : { where: place });
