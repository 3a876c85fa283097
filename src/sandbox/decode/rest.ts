import type { Json, JsonObject } from '#domain/json.ts';
import type { Operation, ServiceModel } from './service-model.ts';
import type { Shape } from './shape.ts';
import { fromXml, scalar } from './typed.ts';
import { unescaped, type WireRequest } from './wire-request.ts';
import { parseXml } from './xml.ts';

/** The operation that a REST request means, with its input in the SDK's names. */
export interface RestCall {
  readonly operation: Operation;
  readonly input: JsonObject;
}

/** `bucket`: S3 keeps it outside its path templates. Nothing when no operation fits. */
export function restCall(
  model: ServiceModel,
  request: WireRequest,
  bucket: { readonly name: string | undefined } | undefined,
): RestCall | undefined {
  const candidates = model.operations.flatMap((operation) => {
    const labels = fits(operation, request, bucket);
    return labels === undefined ? [] : [{ operation, labels, rank: rank(operation) }];
  });
  const best = candidates.toSorted((a, b) => b.rank - a.rank)[0];
  if (best === undefined) return undefined;
  return {
    operation: best.operation,
    input: inputOf(best.operation.input(), request, { ...best.labels, ...(bucket?.name === undefined ? {} : { Bucket: bucket.name }) }),
  };
}

type Labels = Readonly<Record<string, string>>;

function fits(operation: Operation, request: WireRequest, bucket: { readonly name: string | undefined } | undefined): Labels | undefined {
  if (operation.method !== request.method) return undefined;
  const labels = labelsOf(operation.path, request.path);
  if (labels === undefined) return undefined;
  for (const [name, value] of operation.literals) {
    const sent = request.query.get(name);
    if (name === 'x-id' ? sent !== null && sent !== value : sent === null || (value !== null && sent !== value)) return undefined;
  }
  const input = operation.input();
  if (input.kind !== 'structure') return undefined;
  if (bucket !== undefined && input.members.has('Bucket') !== (bucket.name !== undefined)) return undefined;
  if (bucket !== undefined && !knowsQuery(operation, input, request)) return undefined;
  for (const read of [...input.members.values()].slice(0, input.required)) {
    const { query, header } = read().traits;
    if (query !== undefined && !request.query.has(query)) return undefined;
    if (header !== undefined && request.headers[header.toLowerCase()] === undefined) return undefined;
  }
  return labels;
}

/** S3 tells most operations apart by a sub-resource: one that we do not know must not pass for the plain operation. */
function knowsQuery(operation: Operation, input: Shape & { kind: 'structure' }, request: WireRequest): boolean {
  const known = new Set([...operation.literals.keys(), ...[...input.members.values()].map((read) => read().traits.query), 'x-id']);
  return [...request.query.keys()].every((name) => known.has(name) || /^x-amz-/i.test(name));
}

function labelsOf(template: string, path: string): Labels | undefined {
  const names: string[] = [];
  const pattern = template.split('/').map((part) => {
    const label = /^\{(\w+)(\+?)\}$/.exec(part);
    if (label === null) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    names.push(label[1] ?? '');
    return label[2] === '+' ? '(.+)' : '([^/]+)';
  });
  const match = new RegExp(`^${pattern.join('/').replace(/\/$/, '')}/?$`).exec(path);
  return match === null ? undefined : Object.fromEntries(names.map((name, index) => [name, unescaped(match[index + 1] ?? '')]));
}

/** The more an operation asks of a request, the better it fits when it fits. */
function rank(operation: Operation): number {
  const input = operation.input();
  const demanded =
    input.kind !== 'structure'
      ? 0
      : [...input.members.values()].slice(0, input.required).filter((read) => (read().traits.query ?? read().traits.header) !== undefined)
          .length;
  const literals = [...operation.literals.keys()].filter((name) => name !== 'x-id').length;
  const fixed = operation.path.split('/').filter((part) => part !== '' && !part.startsWith('{')).length;
  return literals * 10_000 + fixed * 100 + demanded * 10 + (/Directory/.test(operation.name) ? 0 : 1);
}

function inputOf(shape: Shape, request: WireRequest, labels: Labels): JsonObject {
  if (shape.kind !== 'structure') return {};
  const found: Record<string, Json> = {};
  const body: Record<string, () => Shape> = {};
  for (const [name, read] of shape.members) {
    const { traits } = read();
    if (labels[name] !== undefined) found[name] = labels[name];
    else if (traits.query !== undefined) assign(found, name, fromQuery(request.query.getAll(traits.query), read()));
    else if (traits.header !== undefined) assign(found, name, fromHeader(request, traits.header, read()));
    else if (traits.payload) assign(found, name, payload(request, read()));
    else if (!traits.label) body[name] = read;
  }
  if (request.body.length > 0) Object.assign(found, bodyMembers(request, shape, body));
  return found;
}

function assign(found: Record<string, Json>, name: string, value: Json | undefined): void {
  if (value !== undefined) found[name] = value;
}

function fromQuery(values: readonly string[], shape: Shape): Json | undefined {
  if (values.length === 0) return undefined;
  return shape.kind === 'list' ? values.map((value) => scalar(value, shape.item())) : scalar(values[0] ?? '', shape);
}

/** Checksums and digests of the body are transport, not input. */
function fromHeader(request: WireRequest, header: string, shape: Shape): Json | undefined {
  if (/checksum|^content-|amz-content/i.test(header)) return undefined;
  const text = request.headers[header.toLowerCase()];
  return text === undefined ? undefined : scalar(text, shape);
}

function payload(request: WireRequest, shape: Shape): Json | undefined {
  if (request.body.length === 0) return undefined;
  const text = request.body.toString('utf8');
  if (shape.kind === 'string') return text;
  if (shape.kind === 'blob') return undefined;
  const root = text.trimStart().startsWith('<') ? parseXml(text.trim()) : undefined;
  if (root !== undefined) return fromXml(root, shape);
  return parseJson(text);
}

function bodyMembers(
  request: WireRequest,
  shape: Shape & { kind: 'structure' },
  members: Readonly<Record<string, () => Shape>>,
): JsonObject {
  const text = request.body.toString('utf8');
  if (text.trimStart().startsWith('<')) {
    const root = parseXml(text.trim());
    return root === undefined ? {} : (fromXml(root, { ...shape, members: new Map(Object.entries(members)) }) as JsonObject);
  }
  const sent = parseJson(text);
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) return {};
  const names = new Map(Object.entries(members).map(([name, read]) => [read().traits.jsonName ?? name, name]));
  return Object.fromEntries(Object.entries(sent as JsonObject).map(([name, value]) => [names.get(name) ?? name, value]));
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
