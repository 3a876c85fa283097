import type { Json, JsonObject } from '#domain/json.ts';
import type { DecodedCall } from './decoded-call.ts';
import { fromXml, looseXml } from './typed.ts';
import { descendant, parseXml } from './xml.ts';

/** An answer as it goes to the client. */
export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The output of a successful call in the SDK's names; empty when the answer has none. */
export function outputOf(call: DecodedCall, response: WireResponse): JsonObject {
  const text = response.body.toString('utf8').trim();
  if (text === '' || call.protocol === 's3') return {};
  if (call.protocol === 'json' || call.protocol === 'rest-json') return object(parse(text));
  const root = text.startsWith('<') ? parseXml(text) : undefined;
  const node = root === undefined || call.protocol !== 'query' ? root : descendant(root, `${call.operation}Result`);
  if (node === undefined) return {};
  const shape = call.model?.output();
  const output = object(shape?.kind === 'structure' ? fromXml(node, shape) : looseXml(node));
  const { ResponseMetadata: _, ...rest } = output;
  return rest;
}

/** Code and message of an error answer, from wherever the protocol has them. */
export function errorOf(response: WireResponse): { readonly code: string; readonly message: string } {
  const text = response.body.toString('utf8').trim();
  const root = text.startsWith('<') ? parseXml(text) : undefined;
  if (root !== undefined) {
    const error = descendant(root, 'Error') ?? root;
    return { code: descendant(error, 'Code')?.text ?? 'Unknown', message: descendant(error, 'Message')?.text ?? '' };
  }
  const body = object(parse(text));
  const code = response.headers['x-amzn-errortype'] ?? body['__type'] ?? body['code'] ?? 'Unknown';
  const message = body['message'] ?? body['Message'] ?? '';
  return { code: String(code).split(':')[0]?.split('#').at(-1) ?? 'Unknown', message: String(message) };
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}

const object = (value: Json): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
