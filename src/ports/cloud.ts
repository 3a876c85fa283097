import type { CloudWatch } from '@aws-sdk/client-cloudwatch';
import type { DynamoDB } from '@aws-sdk/client-dynamodb';
import type { EC2 } from '@aws-sdk/client-ec2';
import type { IAM } from '@aws-sdk/client-iam';
import type { S3 } from '@aws-sdk/client-s3';
import type { SSM } from '@aws-sdk/client-ssm';
import type { STS } from '@aws-sdk/client-sts';
import type { Call } from '#domain/call.ts';
import type { Json } from '#domain/json.ts';
import type { ResourceRef, Site } from '#domain/resource-ref.ts';

/** Types only: no SDK is loaded here; the adapter imports a client when the first call of its service is sent. */
interface Sdk {
  cloudwatch: CloudWatch;
  dynamodb: DynamoDB;
  ec2: EC2;
  iam: IAM;
  s3: S3;
  ssm: SSM;
  sts: STS;
}
export type Service = keyof Sdk;
type Method<M> = M extends {
  (input: infer I, options?: never): Promise<infer O>;
  (input: never, cb: never): void;
  (input: never, options: never, cb: never): void;
}
  ? { in: I; out: O }
  : never;
type NotAnOperation = 'config' | 'send' | 'destroy' | 'middlewareStack' | `waitUntil${string}` | `paginate${string}`;
export type Operation<S extends Service> = Exclude<keyof Sdk[S], NotAnOperation> & string;
export type Input<S extends Service, O extends Operation<S>> = Method<Sdk[S][O]>['in'];
export type Output<S extends Service, O extends Operation<S>> = Method<Sdk[S][O]>['out'];
type ReadName = `${'get' | 'describe' | 'list' | 'head' | 'batchGet' | 'lookup'}${string}`;
export type ReadOperation<S extends Service> = Extract<Operation<S>, ReadName>;
export type WriteOperation<S extends Service> = Exclude<Operation<S>, ReadName>;

/** Where the SDK wants a string, a plan may hold a sealed secret instead. */
type Sealable<T> = T extends string | undefined
  ? T | { readonly sealed: { readonly parameter: string; readonly version: number; readonly digest: string } }
  : T;
type SealableInput<I> = { [K in keyof I]: K extends 'Value' ? Sealable<I[K]> : I[K] };

/** A write as data. Reads do not type-check here, as writes do not in `Reader`. */
export function call<S extends Service, O extends WriteOperation<S>>(service: S, operation: O, input: SealableInput<Input<S, O>>): Call {
  return { service, operation, input: JSON.parse(JSON.stringify(input)) };
}

/** What an action may do while it observes: read one region of one account. */
export interface Reader {
  readonly site: Site;
  /** Follows every page and joins the lists. Throws HealError. */
  read<S extends Service, O extends ReadOperation<S>>(service: S, operation: O, input: Input<S, O>): Promise<Output<S, O>>;
  /** Like `read`; nothing when AWS answers with one of the error codes that mean "there is none". */
  find<S extends Service, O extends ReadOperation<S>>(
    service: S,
    operation: O,
    input: Input<S, O>,
    absent: readonly string[],
  ): Promise<Output<S, O> | undefined>;
  /** The last good state that was recorded of a guarded or restorable resource. */
  recorded(resource: Pick<ResourceRef, 'type' | 'id'>): Promise<Json | undefined>;
  /** Ids of resources that the policy lists as guarded, besides those that carry the tag. */
  guarded(): readonly string[];
  /** Keyed digest of a secret: equal secrets have equal digests, and nothing else can be told from it. */
  digest(secret: string): string;
}

/** The answer to a write. */
export interface Sent {
  readonly requestId: string;
  readonly milliseconds: number;
}

/** Sends writes under one incident's name (role session and SourceIdentity). */
export interface Writer {
  /**
   * Sends once, without retries. Throws HealError; `details.arrived` is `'no'` when AWS surely did nothing
   * (refused, throttled, not connected) and `'unknown'` when nobody can tell.
   */
  send(call: Call): Promise<Sent>;
  /** ARN pattern of the sessions that our writes carry, to know their echo. */
  readonly session: string;
}

export interface Cloud {
  reader(site: Site): Reader;
  writer(site: Site, incident: string): Writer;
}
