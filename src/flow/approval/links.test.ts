import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePolicy } from '#config/load-policy.ts';
import { askedWorld } from '#testkit/asked-world.ts';
import { answerLinks, readerOf } from './links.ts';

const key = new Uint8Array(32).fill(7);
const people = 'people: [{ name: dave, email: dave@example.com }]';
const links = (policy = `url: https://selfheal.example.com/team/\n${people}`, secret = key) =>
  answerLinks(secret, () => parsePolicy(policy, 'selfheal.yaml'));
const tokenIn = (address = '') => address.split('/').at(-1) ?? '';

const { first } = await askedWorld();
const hash = first.plan?.hash ?? '';
const made = links().make(first, hash, 'Dave@Example.com');

test('a link stands for one answer of one person about one plan, until the question can stand no longer', () => {
  expect(made?.approve).toMatch(/^https:\/\/selfheal\.example\.com\/team\/answer\/[\w-]+\.[\w-]+$/);
  const link = links().read(tokenIn(made?.approve));
  expect(link).toMatchObject({
    incident: first.id,
    planHash: hash,
    recipient: 'Dave@Example.com',
    answer: 'approve',
    expires: first.question?.latest,
  });
  expect(links().read(tokenIn(made?.reject))).toMatchObject({ answer: 'reject' });
  expect(link && readerOf(link, parsePolicy(people, 'selfheal.yaml'))).toEqual({ name: 'dave', channel: 'email' });
});

test('made again it is the same link, so that a mail that is sent twice carries one yes', () => {
  expect(links().make(first, hash, 'Dave@Example.com')).toEqual(made);
  expect(links().read(tokenIn(made?.approve))?.once.key).not.toBe(links().read(tokenIn(made?.reject))?.once.key);
});

test('there is none for a list or a stranger, without an address, or for a plan that nobody is asked about', () => {
  expect(links().make(first, hash, 'oncall@example.com')).toBeUndefined();
  expect(links(people).make(first, hash, 'dave@example.com')).toBeUndefined();
  expect(links().make(first, 'another', 'dave@example.com')).toBeUndefined();
  expect(links().make({ ...first, question: undefined }, hash, 'dave@example.com')).toBeUndefined();
});

test('another installation reads none of ours, and who left the policy is nobody', () => {
  expect(links(undefined, new Uint8Array(32)).read(tokenIn(made?.approve))).toBeUndefined();
  const link = links().read(tokenIn(made?.approve));
  expect(link && readerOf(link, parsePolicy('', 'selfheal.yaml'))).toBeUndefined();
});

test('property: whatever is changed about a link makes it none', () => {
  const token = tokenIn(made?.approve);
  fc.assert(
    fc.property(fc.nat(token.length - 1), fc.constantFrom(...'aB3_-.= '), (at, character) => {
      const changed = token.slice(0, at) + character + token.slice(at + 1);
      if (changed !== token) expect(links().read(changed)).toBeUndefined();
    }),
    { numRuns: 300 },
  );
  for (const other of ['', '.', `${token}=`, `${token}.`, `${token}.x`, ` ${token}`, token.slice(0, -1)])
    expect(links().read(other)).toBeUndefined();
});
