import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '#domain/json.ts';
import { publicStatements, whyPublic, whyUnclear, withoutPublic, withPublicAgain } from './policy-document.ts';
import { policyForm, statementsOf, withoutStatements, withStatements } from './policy-document-statements.ts';

const policy = (...Statement: readonly JsonObject[]): string => JSON.stringify({ Version: '2012-10-17', Statement });
const send = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' };
const open = { Sid: 'open', ...send, Principal: '*' };
const own = { Sid: 'own', ...send, Principal: { AWS: 'arn:aws:iam::123456789012:root' } };

/** Texts that a JSON scanner gets wrong when it looks at brackets inside strings. */
const nasty = fc.constantFrom('a', '}', '"]', '{"Statement":[', '\\', '\\"', ',', ' : ', 'é', '\n');
const statement = fc.record({
  Sid: fc.oneof(nasty, fc.constantFrom('one', 'two', 'three')),
  Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
  Principal: fc.constantFrom('*', { AWS: '*' }, { AWS: ['*'] }, { AWS: 'arn:aws:iam::123456789012:root' }, { Service: 's3.amazonaws.com' }),
  Action: fc.constantFrom('sqs:*', ['sqs:SendMessage', 'sqs:ReceiveMessage']),
  Resource: nasty,
  Condition: fc.constantFrom({}, { StringEquals: { 'aws:SourceAccount': '123456789012' } }, { Bool: { 'aws:SecureTransport': 'true' } }),
});
const layout = fc.constantFrom(undefined, 1, 4, '\t');
const document = fc
  .record({ statements: fc.array(statement, { maxLength: 5 }), space: layout, alone: fc.boolean(), last: fc.boolean(), Id: nasty })
  .map(({ statements, space, alone, last, Id }) => {
    const Statement = alone && statements.length === 1 ? statements[0] : statements;
    const rest = { Version: '2012-10-17', Id };
    return JSON.stringify(last ? { ...rest, Statement } : { Statement, ...rest }, undefined, space);
  });

test('is public when everyone is named and nothing narrows it', () => {
  expect(whyPublic(undefined)).toBeUndefined();
  expect(whyPublic(policy(own))).toBeUndefined();
  expect(whyPublic(policy(own, open))).toBe('open lets everyone call sqs:SendMessage');
  expect(whyPublic(policy({ ...send, Principal: { AWS: ['*'] }, Action: ['a:B', 'c:D'] }))).toBe('statement 1 lets everyone call a:B, c:D');
  expect(whyPublic(JSON.stringify({ Statement: { Effect: 'Allow', NotPrincipal: { AWS: 'x' }, NotAction: 'a:B' } }))).toBe(
    'statement 1 lets everyone call everything but a:B',
  );
  expect(whyPublic(policy({ ...open, Effect: 'Deny' }))).toBeUndefined();
  expect(whyPublic(policy({ ...open, Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } } }))).toBeUndefined();
  expect(whyPublic(policy({ ...send, Principal: { Service: 'sns.amazonaws.com' } }))).toBeUndefined();
});

test.each([
  [policy({ ...open, Condition: { StringEquals: { 'aws:Referer': 'x' } } }), /aws:Referer may be meant to narrow it/],
  [
    policy({ ...open, Principal: { AWS: ['*', '123456789012'] } }),
    'open also names 123456789012: removing it would shut them out, so a person narrows it',
  ],
  [
    policy(open, {
      Sid: 'only-us',
      Effect: 'Deny',
      Principal: '*',
      Action: '*',
      Condition: { StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } },
    }),
    /^only-us denies/,
  ],
  [policy(open, { Effect: 'Deny', NotPrincipal: { AWS: '123456789012' }, Action: '*' }), /^statement 2 denies/],
])('leaves to a person what the text does not tell: %s', (document, why) => {
  expect(whyPublic(document)).toBeDefined();
  expect(whyUnclear(document)).toMatch(why);
});

test('is sure of a plain statement, also beside a Deny without TLS', () => {
  const tls = { Effect: 'Deny', Principal: '*', Action: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } };
  expect(whyUnclear(policy(open, tls))).toBeUndefined();
  expect(whyUnclear(policy(own))).toBeUndefined();
});

test('takes out the public statements, and every other byte stays', () =>
  fc.assert(
    fc.property(document, (before) => {
      const left = withoutPublic(before);
      const others = statementsOf(before).filter(({ text }) => !publicStatements(before).some((each) => each.text === text));
      expect(statementsOf(left).map(({ text }) => text)).toEqual(others.map(({ text }) => text));
      if (left === undefined) return;
      expect(publicStatements(left)).toEqual([]);
      expect({ ...JSON.parse(left), Statement: 0 }).toEqual({ ...JSON.parse(before), Statement: 0 });
      expect(isSubsequence(left, before)).toBe(true);
      expect(withoutPublic(left)).toBe(left);
    }),
  ));

test('brings back the whole document when nobody wrote since, whatever layout AWS gave it', () =>
  fc.assert(
    fc.property(document, layout, (before, space) => {
      const left = withoutPublic(before);
      const asStored = left === undefined ? undefined : JSON.stringify(JSON.parse(left), undefined, space);
      expect(withPublicAgain(before, asStored)).toBe(publicStatements(before).length === 0 ? undefined : before);
      expect(withPublicAgain(before, before)).toBeUndefined();
    }),
  ));

test('keeps what somebody added since when it brings a statement back', () => {
  const since = policy(own, { ...own, Sid: 'partner' });
  const back = withPublicAgain(policy(open, own), since);
  expect(statementsOf(back).map(({ name }) => name)).toEqual(['own', 'partner', 'open']);
  expect(back?.startsWith(since.slice(0, -2))).toBe(true);
});

test('appends to a list, to a statement that stands alone and to an empty list', () =>
  fc.assert(
    fc.property(document, fc.array(statement, { maxLength: 3 }), (before, more) => {
      const texts = more.map((each) => JSON.stringify(each));
      const after = withStatements(before, texts);
      expect(statementsOf(after).map(({ text }) => text)).toEqual([...statementsOf(before).map(({ text }) => text), ...texts]);
      expect({ ...JSON.parse(after), Statement: 0 }).toEqual({ ...JSON.parse(before), Statement: 0 });
      expect(more.length > 0 || after === before).toBe(true);
    }),
  ));

test('has one form for every layout, and none for no document', () => {
  expect(policyForm(' {"b": [1],\n"a":2}')).toBe(policyForm('{"a":2,"b":[1]}'));
  expect(policyForm('')).toBeUndefined();
  expect(withoutStatements(policy(own), () => true)).toBeUndefined();
});

test.each(['no JSON', '{"Version":"2012-10-17"}', '[]', '{"Statement":"x"}'])('refuses a text that is no policy: %s', (text) =>
  expect(() => statementsOf(text)).toThrow(expect.objectContaining({ code: 'bad-state' })),
);

function isSubsequence(part: string, whole: string): boolean {
  let at = 0;
  for (const char of whole) if (char === part.charAt(at)) at += 1;
  return at === part.length;
}
