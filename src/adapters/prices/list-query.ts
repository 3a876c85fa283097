import { hoursAMonth } from './price-table.ts';
import { units } from './units.ts';

/** What to ask the Price List for one unit, and how to know its product in the answer. */
export interface ListQuery {
  readonly service: string;
  /** The usage type without the region in front: `BoxUsage:t3.medium`. */
  readonly usage: string;
  /** Attributes that the product must have besides. */
  readonly attributes: Readonly<Record<string, string>>;
  /** From their unit to ours: an hour to a month, GiB/s to MiB/s. */
  readonly times: number;
}

/** The query for a unit; nothing for one that the list is not known to have. `RunInstances` alone is Linux without software that is paid for. */
export function listQuery(unit: string): ListQuery | undefined {
  const known = Object.hasOwn(units, unit) ? units[unit] : undefined;
  if (known !== undefined) {
    const { service, usage, per = 1 } = known.list;
    return { service, usage, attributes: {}, times: per * (known.by === 'hour' ? hoursAMonth : 1) };
  }
  const type = /^ec2:([a-z0-9-]+\.[a-z0-9-]+)$/.exec(unit)?.[1];
  if (type === undefined) return undefined;
  return { service: 'AmazonEC2', usage: `BoxUsage:${type}`, attributes: { operation: 'RunInstances' }, times: hoursAMonth };
}

/** Is this the product's usage type? Most regions stand in front of it: `EUC1-BoxUsage:t3.medium`, `us-east-1-KMS-Keys`. */
export const isUsage = (found: string, usage: string): boolean => found === usage || found.endsWith(`-${usage}`);

/** The endpoint of the Price List that is nearest: it has three (docs.aws.amazon.com/general/latest/gr/billing.html). */
export function listRegion(home: string): string {
  if (/^(eu|me|af|il)-/.test(home)) return 'eu-central-1';
  return home.startsWith('ap-') ? 'ap-south-1' : 'us-east-1';
}
