import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Approvers } from '#config/approvers.ts';
import { Policy } from '#config/policy.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import { openingCommit } from '#testkit/commits.ts';
import { isOfUse, mayAnswer, missing, wantedFor } from './wanted.ts';

const diagnosis: NonNullable<IncidentDocument['diagnosis']> = {
  class: 'violation',
  score: 0.2,
  contributions: [],
  confidence: 0.95,
  cause: 'a call',
  evidence: [],
  observed: 'wrong',
  tags: { team: 'payments', environment: 'prod' },
};
const incident: IncidentDocument = { ...openingCommit(1).incident, diagnosis };
const wanted = (policy: object, given = incident) => wantedFor(given, Policy.parse(policy), 0);

test('nobody named: one yes of anyone', () => {
  expect(missing(wanted({}), [])).toBe('anyone with access, except who caused it');
  expect(missing(wanted({}), ['dave'])).toBeUndefined();
  expect(mayAnswer(wanted({}), 'dave')).toBe(true);
});

test('a list of names counts everywhere, and one of them is enough', () => {
  const approvers = wanted({ approvers: ['Dave', 'grace'] });
  expect(missing(approvers, [])).toBe('dave or grace');
  expect(missing(approvers, ['grace'])).toBeUndefined();
  expect([mayAnswer(approvers, 'dave'), mayAnswer(approvers, 'erin')]).toEqual([true, false]);
});

test('every entry that matches wants a yes of its own; others want none', () => {
  const approvers = wanted({
    approvers: [
      { who: ['dave'] },
      { match: { tag: { team: 'payments' } }, who: 'erin' },
      { match: { environment: 'dev' }, who: ['nobody'] },
    ],
  });
  expect(missing(approvers, [])).toBe('dave, and erin');
  expect(missing(approvers, ['dave'])).toBe('erin');
  expect(missing(approvers, ['erin', 'dave'])).toBeUndefined();
  expect(mayAnswer(approvers, 'nobody')).toBe(false);
});

test.each([
  [{ who: ['dave', 'grace'], second: true }, [], 'dave or grace, and then another one of them'],
  [{ who: ['dave', 'grace'], second: true }, ['dave'], 'grace'],
  [{ who: ['dave'], second: ['grace', 'erin'] }, [], 'dave, and then grace or erin'],
  [{ who: ['dave'], second: ['grace', 'erin'] }, ['dave'], 'grace or erin'],
  [{ who: ['dave'], second: ['grace', 'erin'] }, ['grace'], 'dave'],
  [{ second: true }, [], 'two different people, neither of whom caused it'],
  [{ second: true }, ['dave'], 'anyone else than dave'],
  [{ second: true }, ['dave', 'grace'], undefined],
] as const)('of two people %j after %j it wants %j', (entry, yes, words) => {
  expect(missing(wanted({ approvers: [entry] }), yes)).toBe(words);
});

test('a yes that brings nothing is told from one that does', () => {
  const approvers = wanted({ approvers: [{ who: ['dave', 'grace'] }, { who: ['erin'] }] });
  expect([isOfUse(approvers, ['dave'], 'grace'), isOfUse(approvers, ['dave'], 'erin'), isOfUse(approvers, ['dave'], 'dave')]).toEqual([
    false,
    true,
    false,
  ]);
});

test('where tags could not be read, an entry for tags or an environment counts', () => {
  const policy = { approvers: [{ match: { tag: { team: 'search' }, environment: 'dev' }, who: ['erin'] }] };
  expect(missing(wanted(policy), ['dave'])).toBeUndefined();
  const { tags: _tags, ...unread } = diagnosis;
  expect(missing(wanted(policy, { ...incident, diagnosis: { ...unread, tagsError: 'throttled' } }), ['dave'])).toBe('erin');
});

test('people are one whichever of their names stands in the file', () => {
  const people = [{ name: 'dave', slack: 'U024BE7LH', email: 'dave@example.com' }];
  expect(missing(wanted({ people, approvers: ['dave@example.com'] }), ['dave'])).toBeUndefined();
});

const names = ['dave', 'grace', 'erin', 'heidi'] as const;
const someNames = fc.subarray([...names]);
/** An entry that nobody could ever meet is refused when the file is read. */
const entry = fc
  .record({
    match: fc.constantFrom({}, { environment: 'prod' }, { environment: 'dev' }, { tag: { team: 'payments' } }),
    who: someNames,
    second: fc.oneof(fc.boolean(), fc.subarray([...names], { minLength: 1 })),
  })
  .filter((one) => Policy.safeParse({ approvers: [one] }).success);
const approvers: fc.Arbitrary<Approvers> = fc.array(fc.oneof(fc.constantFrom(...names), entry), { maxLength: 4 });

test('property: one entry more never makes fewer yeses enough, and the order changes nothing', () => {
  fc.assert(
    fc.property(approvers, entry, someNames, (some, more, yes) => {
      const [before, after, turned] = [some, [...some, more], [more, ...some.toReversed()]].map((each) =>
        missing(wanted({ approvers: each }), yes),
      );
      if (before !== undefined) expect(after).toBeDefined();
      expect(turned === undefined).toBe(after === undefined);
    }),
    { numRuns: 200 },
  );
});

test('property: whoever is of use may answer, and everybody together is enough', () => {
  fc.assert(
    fc.property(approvers, someNames, fc.constantFrom(...names), (some, yes, key) => {
      const given = wanted({ approvers: some });
      if (isOfUse(given, yes, key)) expect(mayAnswer(given, key)).toBe(true);
      expect(missing(given, [...names])).toBeUndefined();
    }),
    { numRuns: 200 },
  );
});
