import { type RawSchema, type Shape, shapeOf } from './shape.ts';

/** One API operation of a service, as the installed client package describes it. */
export interface Operation {
  readonly name: string;
  readonly method: string | undefined;
  /** The path template, for example `/2015-03-31/functions/{FunctionName}`. */
  readonly path: string;
  /** Query parameters that belong to the path: `null` means "present, whatever its value". */
  readonly literals: ReadonlyMap<string, string | null>;
  input(): Shape;
  output(): Shape;
}
export interface ServiceModel {
  readonly operations: readonly Operation[];
  operation(name: string): Operation | undefined;
}

/** Packages whose name is not that of the service's credential scope. */
const packages: Readonly<Record<string, string>> = {
  apigateway: 'api-gateway',
  monitoring: 'cloudwatch',
  states: 'sfn',
  s3control: 's3-control',
  events: 'eventbridge',
  logs: 'cloudwatch-logs',
  secretsmanager: 'secrets-manager',
  config: 'config-service',
  ses: 'sesv2',
  cognito: 'cognito-identity-provider',
  elasticloadbalancing: 'elastic-load-balancing-v2',
  'application-autoscaling': 'application-auto-scaling',
  autoscaling: 'auto-scaling',
};
const loaded = new Map<string, Promise<ServiceModel | undefined>>();

/** Loads a service's model from its client package on first use; nothing when that package is not installed. */
export function serviceModel(signingName: string): Promise<ServiceModel | undefined> {
  const known = loaded.get(signingName);
  if (known !== undefined) return known;
  const model = load(`@aws-sdk/client-${packages[signingName] ?? signingName}`);
  loaded.set(signingName, model);
  return model;
}

async function load(name: string): Promise<ServiceModel | undefined> {
  if (!/^@aws-sdk\/client-[a-z0-9-]+$/.test(name)) return undefined;
  const exports: Readonly<Record<string, unknown>> | undefined = await import(name).catch(() => undefined);
  if (exports === undefined) return undefined;
  const operations = Object.values(exports).flatMap((value) => (Array.isArray(value) && value[0] === 9 ? [readOperation(value)] : []));
  const byName = new Map(operations.map((operation) => [operation.name, operation]));
  return { operations, operation: (wanted) => byName.get(wanted) };
}

function readOperation(raw: readonly unknown[]): Operation {
  const [, , name, traits, input, output] = raw as [9, string, string, unknown, RawSchema, RawSchema];
  const http = traits as { http?: readonly [string, string, number] } | 0;
  const [method, uri] = (typeof http === 'object' ? http.http : undefined) ?? [undefined, '/'];
  const [path = '/', query = ''] = uri.split('?');
  const literals = query.split('&').filter((part) => part !== '');
  return {
    name,
    method,
    path,
    literals: new Map(literals.map((part) => [part.split('=')[0] ?? part, part.split('=')[1] || null])),
    input: once(() => shapeOf(input)),
    output: once(() => shapeOf(output)),
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
