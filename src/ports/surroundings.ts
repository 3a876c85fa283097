import type { Json } from '#domain/json.ts';
import type { Input, Output, ReadOperation, Service } from './cloud.ts';

/** One metric of a resource, as CloudWatch names it. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly stat: 'Average' | 'Sum' | 'Maximum' | 'Minimum';
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Something that a resource depends on, or that depends on it. */
export interface Neighbour {
  /** CloudFormation type. */
  readonly type: string;
  readonly id: string;
  /** What it is to the resource: `its role`. */
  readonly as: string;
}

/** Something new that was put to work: a version, a rollout, a launch. */
export interface Deployment {
  /** Epoch milliseconds; absent when AWS does not say. */
  readonly at?: number | undefined;
  readonly what: string;
}

/** What a look around a resource found. */
export interface Found {
  readonly neighbours: readonly Neighbour[];
  /** The newest first. */
  readonly deployments: readonly Deployment[];
  /** Besides the ones that its name tells. */
  readonly logGroups: readonly string[];
  /** What AWS says of its condition, beside the action's own view: messages, reasons. */
  readonly notes: readonly Json[];
}

/** Reads one page, once. */
export type Peek = <S extends Service, O extends ReadOperation<S>>(service: S, operation: O, input: Input<S, O>) => Promise<Output<S, O>>;

/** Where to look when something is wrong with a resource. */
export interface Surroundings {
  /** What others call it: in dimensions of alarms and, the first, in CloudTrail. Never empty. */
  readonly names: readonly [string, ...string[]];
  readonly metrics: readonly Metric[];
  readonly logGroups: readonly string[];
  /** Its service as AWS Health names it; absent when it is of no service. */
  readonly healthService?: string | undefined;
  /** Under which id AWS Config records it; absent when its name does not tell that. */
  readonly configId?: string | undefined;
  /** What `look` reads, for people: `ecs DescribeServices`. */
  readonly source?: string | undefined;
  /** Reads what is around it; absent for types that have nothing cheap to read. */
  readonly look?: ((peek: Peek) => Promise<Found>) | undefined;
}
