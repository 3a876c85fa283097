import * as fc from 'fast-check';
import type { Json, JsonObject } from '#domain/json.ts';
import { list, object } from './model.ts';

const send = { Effect: 'Allow', Action: 'x:Do', Resource: '*' };
/** Each with a Sid that tells what a person would make of it: those that begin with `open` let everyone in, the `doubtful` ones need a person. */
const statements: readonly JsonObject[] = [
  { Sid: 'open-text', ...send, Principal: '*' },
  { Sid: 'open-list', ...send, Principal: { AWS: ['*'] }, Condition: { Bool: { 'aws:SecureTransport': 'true' } } },
  { Sid: 'open-range', ...send, Principal: { AWS: '*' }, Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } } },
  { Sid: 'account', ...send, Principal: { AWS: 'arn:aws:iam::210987654321:root' } },
  { Sid: 'source', ...send, Principal: '*', Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:events:eu-west-1:123456789012:rule/*' } } },
  { Sid: 'organization', ...send, Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } },
  { Sid: 'tls', ...send, Effect: 'Deny', Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
  { Sid: 'brackets ]}",', ...send, Principal: { Service: 's3.amazonaws.com' } },
];
const doubtful: readonly JsonObject[] = [
  { Sid: 'doubtful-referer', ...send, Principal: '*', Condition: { StringLike: { 'aws:Referer': 'https://shop.example/*' } } },
  { Sid: 'doubtful-company', ...send, Principal: { AWS: ['*', '210987654321'] } },
];

/** Policy documents as text, in several layouts; each statement at most once. */
export const anyPolicy: fc.Arbitrary<string> = fc
  .record({
    some: fc.subarray([...statements], { minLength: 1 }),
    unclear: fc.oneof({ weight: 6, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.subarray([...doubtful]) }),
    space: fc.constantFrom(undefined, 2, '\t'),
    alone: fc.boolean(),
  })
  .map(({ some, unclear, space, alone }) => {
    const all = [...some, ...unclear];
    return JSON.stringify({ Version: '2012-10-17', Id: 'shop', Statement: alone && all.length === 1 ? all[0] : all }, undefined, space);
  });

/** What a policy says besides what is open: the text of its other statements, in order, but for those that a service puts there by itself. */
export function besideOpen(policy: Json | undefined): Json {
  if (typeof policy !== 'string' || policy === '') return [];
  const { Statement }: { readonly Statement: Json } = JSON.parse(policy);
  const all = (Array.isArray(Statement) ? list(Statement) : [Statement]).map(object);
  return all.filter(({ Sid }) => !/^(open|__default)/.test(String(Sid))).map((each) => JSON.stringify(each));
}
