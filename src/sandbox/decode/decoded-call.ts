import type { JsonObject } from '#domain/json.ts';
import { type Effect, effectOf } from './effect.ts';
import { fromForm } from './form.ts';
import { restCall } from './rest.ts';
import { type Operation, serviceModel } from './service-model.ts';
import { type Protocol, protocolOf, scopeOf, unescaped, type WireRequest } from './wire-request.ts';

/** A request understood: which operation of which service, by whom, where, with what. */
export interface DecodedCall {
  /** The SDK's name of the service, for example `cloudwatch`, `sfn`, `s3control`; the signing name where these are the same. */
  readonly service: string;
  /** For example `monitoring.amazonaws.com`. */
  readonly eventSource: string;
  readonly operation: string;
  readonly protocol: Protocol;
  /** In the SDK's casing; secrets are still in it. */
  readonly input: JsonObject;
  readonly region: string;
  readonly accessKey: string | undefined;
  readonly sessionToken: string | undefined;
  readonly effect: Effect;
  readonly mutating: boolean;
  /** The description of the operation, where its client package is installed. */
  readonly model: Operation | undefined;
}

const serviceNames: Readonly<Record<string, string>> = { monitoring: 'cloudwatch', states: 'sfn' };

/** Never throws: what cannot be understood becomes an operation named `<METHOD> <path>`. */
export async function decodeCall(request: WireRequest): Promise<DecodedCall> {
  const scope = scopeOf(request);
  const signed = scope?.service ?? unsignedService(request);
  const protocol = protocolOf(request, signed);
  const model = signed === 's3' && protocol === 'rest-xml' ? 's3control' : signed;
  const service = serviceNames[model] ?? model;
  const { operation, input, described } = await operationOf(request, protocol, model);
  const effect = effectOf(service, operation);
  return {
    service,
    eventSource: `${signed}.amazonaws.com`,
    operation,
    protocol,
    input,
    region: scope?.region ?? 'us-east-1',
    accessKey: scope?.accessKey,
    sessionToken: request.headers['x-amz-security-token'] ?? request.query.get('X-Amz-Security-Token') ?? undefined,
    effect,
    mutating: effect === 'write' || effect === 'data-write',
    model: described,
  };
}

interface Understood {
  readonly operation: string;
  readonly input: JsonObject;
  readonly described?: Operation | undefined;
}

async function operationOf(request: WireRequest, protocol: Protocol, service: string): Promise<Understood> {
  const model = await serviceModel(service);
  if (protocol === 'json') {
    const operation = request.headers['x-amz-target']?.split('.').at(-1) ?? 'Unknown';
    return { operation, input: jsonObject(request.body), described: model?.operation(operation) };
  }
  if (protocol === 'ec2' || protocol === 'query') {
    const form = new URLSearchParams(request.body.length > 0 ? request.body.toString('utf8') : request.query);
    const operation = form.get('Action') ?? 'Unknown';
    const described = model?.operation(operation);
    return { operation, input: fromForm(form, described?.input()), described };
  }
  const located = protocol === 's3' ? withoutBucket(request) : { request, bucket: undefined };
  const call = model === undefined ? undefined : restCall(model, located.request, located.bucket);
  if (call !== undefined) return { operation: call.operation.name, input: call.input, described: call.operation };
  return { operation: `${request.method} ${request.path}`, input: protocol === 'rest-json' ? jsonObject(request.body) : {} };
}

/** Unsigned requests reach S3 (public objects) and a few calls of STS. */
function unsignedService(request: WireRequest): string {
  return request.method === 'POST' && request.body.includes('Action=AssumeRoleWith') ? 'sts' : 's3';
}

/** S3's bucket is in the host name (`b.s3.amazonaws.com`, `b.localhost`) or it is the first part of the path. */
function withoutBucket(request: WireRequest): { readonly request: WireRequest; readonly bucket: { readonly name: string | undefined } } {
  const host = /^(.+?)\.(?:s3[.-]|localhost(?::|$))/.exec(request.headers['host'] ?? '')?.[1];
  if (host !== undefined) return { request, bucket: { name: host } };
  const [, name, rest] = /^\/([^/]*)(\/.*)?$/.exec(request.path) ?? [];
  return {
    request: { ...request, path: rest ?? '/' },
    bucket: { name: name === undefined || name === '' ? undefined : unescaped(name) },
  };
}

function jsonObject(body: Buffer): JsonObject {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
  } catch {
    return {};
  }
}
