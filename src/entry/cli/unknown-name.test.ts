import { expect, test } from 'vitest';
import { unknownName } from './unknown-name.ts';

const known = ['ec2.start-instance', 's3.block-public-access'];
const said = (name: string): string => unknownName('action', name, known, 'selfheal actions').message;

test('a misspelt name, or the beginning of one, is told with the one that was meant', () => {
  expect(said('ec2.start-instanc')).toBe(
    'There is no action ec2.start-instanc; did you mean ec2.start-instance? "selfheal actions" lists them.',
  );
  expect(said('s3.block')).toBe('There is no action s3.block; did you mean s3.block-public-access? "selfheal actions" lists them.');
});

test('a name that is like none is told with what lists them', () => {
  expect(said('nope')).toBe('There is no action nope; "selfheal actions" lists them.');
  expect(said('2')).toBe('There is no action 2; "selfheal actions" lists them.');
});
