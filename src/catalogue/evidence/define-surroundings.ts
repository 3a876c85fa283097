import type { ResourceRef } from '#domain/resource-ref.ts';
import type { Service } from '#ports/cloud.ts';
import type { Found, Metric, Peek } from '#ports/surroundings.ts';

/** Where to look around resources of one type. */
export interface SurroundingsOf {
  /** What others call it; its id when absent. The first is its name in CloudTrail. */
  names?(resource: ResourceRef): readonly [string, ...string[]];
  /** Namespace, name and statistic of the metrics that tell most, with the dimensions that pick the resource. */
  metrics?(resource: ResourceRef): readonly Metric[];
  logGroups?(resource: ResourceRef): readonly string[];
  /** Under which id AWS Config records it; nothing when only another call tells. Its id when absent. */
  configId?(resource: ResourceRef): string | undefined;
  /** Reads neighbours, deployments and more; every operation that it uses stands in `reads`. */
  look?(peek: Peek, resource: ResourceRef): Promise<Partial<Found>>;
  readonly reads: readonly { readonly service: Service; readonly operation: string }[];
}

/** Metrics of one namespace and the same dimensions: `['CPUUtilization Average', …]`. */
export const metricsOf = (
  namespace: string,
  dimensions: Readonly<Record<string, string>>,
  names: readonly `${string} ${Metric['stat']}`[],
): readonly Metric[] =>
  names.map((each) => {
    const [name = '', stat] = each.split(' ');
    return { namespace, name, stat: stat === 'Sum' || stat === 'Maximum' || stat === 'Minimum' ? stat : 'Average', dimensions };
  });

/** Epoch milliseconds of a time that AWS gave, as a date or as text. */
export function atOf(time: Date | string | undefined): number | undefined {
  const at = time === undefined ? Number.NaN : new Date(time).getTime();
  return Number.isNaN(at) ? undefined : at;
}

/** The last part of an ARN or a path. */
export const tailOf = (name: string): string => name.split(/[/:]/).at(-1) ?? name;

/** Neighbours of one kind, without those that AWS left out. */
export const neighbours = (
  type: string,
  as: string,
  ids: readonly (string | undefined)[],
): readonly { readonly type: string; readonly as: string; readonly id: string }[] =>
  [...new Set(ids)].flatMap((id) => (id === undefined || id === '' ? [] : [{ type, as, id }]));
