import type { Json, JsonObject } from '#domain/json.ts';
import type { DecodedCall } from './decoded-call.ts';
import type { WireRequest } from './wire-request.ts';
import { localName, parseXml, type XmlNode } from './xml.ts';

const shownHeaders =
  /^x-amz-(acl|grant-|object-ownership|bucket-object-lock|copy-source$|storage-class|server-side-encryption$|mfa$|bypass)/;
const transportQuery = /^(x-id$|X-Amz-)/;

/** S3 reports what was on the wire: the bucket, sub-resources, headers, and the XML document under its own root with AWS's casing. */
export function s3Parameters(call: DecodedCall, request: WireRequest): JsonObject {
  const { Bucket: bucket, Key: key, AccountId: accountId } = call.input;
  const query = [...request.query].filter(([name]) => !transportQuery.test(name));
  const headers = Object.entries(request.headers).filter(([name]) => shownHeaders.test(name));
  return {
    ...(bucket === undefined ? {} : { bucketName: bucket }),
    ...(key === undefined ? {} : { key }),
    ...(accountId === undefined ? {} : { accountId }),
    Host: request.headers['host'] ?? '',
    ...Object.fromEntries([...query, ...headers]),
    ...document(call, request.body.toString('utf8').trim()),
  };
}

function document(call: DecodedCall, body: string): JsonObject {
  if (call.operation === 'PutBucketPolicy') return { bucketPolicy: policy(body) };
  const root = body.startsWith('<') ? parseXml(body) : undefined;
  return root === undefined ? {} : { [localName(root.name)]: plain(root) };
}

function policy(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/** Repeated elements are a list, single ones an object; attributes are members; booleans and plain numbers are typed. */
function plain(node: XmlNode): Json {
  const attributes = Object.entries(node.attributes);
  if (node.children.length === 0 && attributes.length === 0) return typed(node.text);
  const names = new Set(node.children.map((child) => localName(child.name)));
  const members = [...names].map((name): readonly [string, Json] => {
    const same = node.children.filter((child) => localName(child.name) === name);
    const [first] = same;
    return [name, first !== undefined && same.length === 1 ? plain(first) : same.map(plain)];
  });
  return Object.fromEntries([...attributes, ...members]);
}

function typed(text: string): Json {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^(0|[1-9]\d{0,8})$/.test(text) ? Number(text) : text;
}
