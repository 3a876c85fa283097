import { z } from 'zod';
import type { Call } from '#domain/call.ts';
import { canonical } from '#domain/json.ts';
import { call, type Input, type Output, type Reader } from '#ports/cloud.ts';

type Dimension = NonNullable<Input<'applicationAutoscaling', 'registerScalableTarget'>['ScalableDimension']>;
type Tracking = NonNullable<Input<'applicationAutoscaling', 'putScalingPolicy'>['TargetTrackingScalingPolicyConfiguration']>;
type Target = NonNullable<Output<'applicationAutoscaling', 'describeScalableTargets'>['ScalableTargets']>[number];

/** How one capacity of a table, or of an index of it, follows its load. */
export const Scaling = z.object({
  /** `table/orders`, or `table/orders/index/by-customer`. */
  resource: z.string(),
  dimension: z.custom<Dimension>((value) => typeof value === 'string'),
  min: z.int(),
  max: z.int(),
  /** For DynamoDB AWS knows policies that track a target only (Application Auto Scaling user guide). */
  policies: z.array(z.object({ name: z.string(), tracks: z.custom<Tracking>((value) => typeof value === 'object' && value !== null) })),
});
type Scaling = z.infer<typeof Scaling>;

const ServiceNamespace = 'dynamodb';
const text = (scaling: readonly Scaling[]): string => canonical(JSON.parse(JSON.stringify(scaling)));

/** How a table and its indexes scale; nothing when they do not. */
export async function readScaling(reader: Reader, table: string, indexes: readonly string[]): Promise<readonly Scaling[] | undefined> {
  const ResourceIds = [`table/${table}`, ...indexes.map((index) => `table/${table}/index/${index}`)];
  const { ScalableTargets = [] } = await reader.read('applicationAutoscaling', 'describeScalableTargets', {
    ServiceNamespace,
    ResourceIds,
  });
  const all = await Promise.all(ScalableTargets.map((target) => scalingOf(reader, target)));
  return all.length === 0 ? undefined : all.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

async function scalingOf(reader: Reader, { ResourceId, ScalableDimension, MinCapacity, MaxCapacity }: Target): Promise<Scaling> {
  const of = { ServiceNamespace, ResourceId, ScalableDimension } as const;
  const { ScalingPolicies = [] } = await reader.read('applicationAutoscaling', 'describeScalingPolicies', of);
  const policies = ScalingPolicies.flatMap(({ PolicyName: name, TargetTrackingScalingPolicyConfiguration: tracks }) =>
    name === undefined || tracks === undefined ? [] : [{ name, tracks }],
  );
  const found = { resource: ResourceId, dimension: ScalableDimension, min: MinCapacity, max: MaxCapacity };
  return Scaling.parse({ ...found, policies: policies.toSorted(byName) });
}

const byName = (a: { readonly name: string }, b: { readonly name: string }): number => (a.name < b.name ? -1 : 1);
const nameOf = ({ resource, dimension }: Scaling): string => `${resource} ${dimension}`;

/** What of the wanted scaling is not there now. A policy that somebody added besides loses nothing. */
export const lostScaling = (wanted: readonly Scaling[] = [], now: readonly Scaling[] = []): readonly Scaling[] =>
  wanted.filter((each) => text(withScaling(now, [each])) !== text(now));

/** The scaling that is there once the wanted one is set up again: what else scales stays. */
export function withScaling(now: readonly Scaling[] = [], wanted: readonly Scaling[] = []): Scaling[] {
  const merged = wanted.map((each) => {
    const names = new Set(each.policies.map(({ name }) => name));
    const others = now.find((other) => nameOf(other) === nameOf(each))?.policies.filter(({ name }) => !names.has(name)) ?? [];
    return { ...each, policies: [...others, ...each.policies].toSorted(byName) };
  });
  const set = new Set(wanted.map(nameOf));
  return [...now.filter((each) => !set.has(nameOf(each))), ...merged].toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

/** Sets up one capacity again: its bounds first, because a policy needs them. */
export const scale = ({ resource, dimension, min, max, policies }: Scaling): readonly Call[] => {
  const of = { ServiceNamespace, ResourceId: resource, ScalableDimension: dimension } as const;
  return [
    call('applicationAutoscaling', 'registerScalableTarget', { ...of, MinCapacity: min, MaxCapacity: max }),
    ...policies.map(({ name, tracks }) =>
      call('applicationAutoscaling', 'putScalingPolicy', {
        ...of,
        PolicyName: name,
        PolicyType: 'TargetTrackingScaling',
        TargetTrackingScalingPolicyConfiguration: tracks,
      }),
    ),
  ];
};

/** Ends it, and its policies with it. */
export const unscale = ({ resource, dimension }: Scaling): Call =>
  call('applicationAutoscaling', 'deregisterScalableTarget', {
    ServiceNamespace,
    ResourceId: resource,
    ScalableDimension: dimension,
  });
