import type { LoadedPolicy } from '#config/load-policy.ts';
import { type Per, per } from '#config/rates.ts';
import type { Reason } from '#domain/facts.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import { canonical, sha256 } from '#domain/json.ts';
import type { Tally } from '#ports/store.ts';
import { matches, type Subject } from './matches.ts';

/** How many incidents may write, of those that count together with one incident. */
export interface Rate {
  /** What counts together: equal in every policy that counts the same. */
  readonly id: string;
  /** As the policy calls it: `limits.perHour.account`, `rate payments`. */
  readonly rule: string;
  readonly limit: number;
  readonly minutes: number;
  /** `in account 123456789012`. */
  readonly among: string;
  readonly where: string | undefined;
}

const hour = 60;
const minuteMs = 60_000;

/** All rates that a write would count for; of several that count the same, the lowest. */
export function ratesFor(subject: Subject, { policy, where }: LoadedPolicy): readonly Rate[] {
  const usual = per.map((by) => {
    const rule = `limits.perHour.${by}`;
    return rateOf(subject, { per: by, minutes: hour, limit: policy.limits.perHour[by], rule, where: where('limits', 'perHour', by) });
  });
  const further = policy.rates.flatMap(({ name, match, ...rate }, index) =>
    match !== undefined && !matches(match, subject)
      ? []
      : [rateOf(subject, { ...rate, of: match, rule: `rate ${name ?? index + 1}`, where: where('rates', index) })],
  );
  const lowest = new Map<string, Rate>();
  for (const rate of [...usual, ...further]) {
    const known = lowest.get(rate.id);
    if (known === undefined || rate.limit < known.limit) lowest.set(rate.id, rate);
  }
  return [...lowest.values()];
}

interface Given extends Pick<Rate, 'rule' | 'limit' | 'minutes' | 'where'> {
  readonly per: Per;
  readonly of?: object | undefined;
}

function rateOf(subject: Subject, { per: by, of, ...rate }: Given): Rate {
  const only = of === undefined || Object.keys(of).length === 0 ? '' : sha256(canonical(JSON.parse(JSON.stringify(of))));
  return { ...rate, id: [by, ...counted[by](subject), rate.minutes, only].join('|'), among: among[by](subject) };
}

const counted: Readonly<Record<Per, (subject: Subject) => readonly string[]>> = {
  resource: ({ account, region, resource, id }) => [account, region, resource, id],
  type: ({ account, resource }) => [account, resource],
  action: ({ account, action = '' }) => [account, action],
  account: ({ account }) => [account],
  overall: () => [],
};
const among: Readonly<Record<Per, (subject: Subject) => string>> = {
  resource: ({ id }) => `on ${id}`,
  type: ({ account, resource }) => `on resources of type ${resource} in account ${account}`,
  action: ({ account, action = '' }) => `with ${action} in account ${account}`,
  account: ({ account }) => `in account ${account}`,
  overall: () => 'altogether',
};

/** Windows of a rate begin so often in its time: nobody gets twice the limit by waiting for the clock to strike. */
const steps = 4;

/** One more in each of the windows that are open, for the store to count; after a person's yes nothing is too many. */
export function talliesOf({ id, limit, minutes }: Rate, now: number, { byPerson }: { readonly byPerson: boolean }): readonly Tally[] {
  const step = (minutes * minuteMs) / steps;
  const newest = Math.floor(now / step);
  return Array.from({ length: steps }, (_, ago) => ({
    key: `rate|${id}|${newest - ago}`,
    limit: byPerson ? Number.MAX_SAFE_INTEGER : limit,
    keepUntil: (newest - ago + steps) * step,
  }));
}

/** The rate that had no room for an incident's write, with the limit that it had. */
export interface UsedUp {
  readonly rate: string;
  readonly limit: number;
}

/** What had no room, as long as it is the same run: after a person's retry it is tried again. */
export const usedUpIn = ({ usedUp, generation }: IncidentDocument): UsedUp | undefined =>
  usedUp?.generation === generation ? usedUp : undefined;

/** Asks while the rate that had no room has no higher limit; until the first write nobody knows whether there is room. */
export function rateReasons(subject: Subject, usedUp: UsedUp | undefined, loaded: LoadedPolicy): Reason[] {
  if (usedUp === undefined) return [];
  return ratesFor(subject, loaded)
    .filter(({ id, limit }) => id === usedUp.rate && limit <= usedUp.limit)
    .map(({ rule, where, ...rate }) => ({
      rule,
      verdict: 'ask',
      because: usedUpText(rate),
      ...(where === undefined ? {} : { where }),
    }));
}

/** `1000 incidents wrote in account 123456789012 within 60 minutes: one more needs a yes`. */
export const usedUpText = ({ limit, minutes, among: of }: Pick<Rate, 'limit' | 'minutes' | 'among'>): string =>
  `${limit} ${limit === 1 ? 'incident' : 'incidents'} wrote ${of} within ${minutes} minutes: one more needs a yes`;
