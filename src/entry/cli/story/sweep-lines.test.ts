import { expect, test } from 'vitest';
import { wrongLines } from './sweep-lines.ts';

const bare = { width: 60, paint: (_: string, text: string) => text };
const wrong = (resource: string, action: string, why: string, more: { region?: string; refused?: string } = {}) => ({
  resource,
  action,
  why,
  type: 'AWS::S3::Bucket',
  account: '123456789012',
  region: 'us-east-1',
  ...more,
});

test('one condition is told once, under the action that heals it, with every resource that it is true of', () => {
  const open = 'the bucket has no public access block';
  const found = [
    wrong('harbor-a', 's3.block-public-access', open),
    wrong('harbor-logs', 's3.enable-versioning', 'the bucket keeps no versions'),
    wrong('harbor-b', 's3.block-public-access', open),
    wrong('harbor-www', 's3.block-public-access', open, { refused: 'it serves a website' }),
  ];
  expect(wrongLines(found, bare)).toEqual([
    's3.block-public-access',
    '  the bucket has no public access block: harbor-a, harbor-b',
    '  the bucket has no public access block (left alone: it',
    '  serves a website): harbor-www',
    's3.enable-versioning',
    '  the bucket keeps no versions: harbor-logs',
  ]);
});

test('where several regions or accounts were swept, each resource is told with its own', () => {
  const found = [wrong('sg-1', 'a.b', 'open'), wrong('sg-2', 'a.b', 'open', { region: 'eu-west-1' })];
  expect(wrongLines(found, bare)[1]).toBe('  open: sg-1 (us-east-1), sg-2 (eu-west-1)');
  const elsewhere = { ...wrong('role', 'a.b', 'open', { region: 'global' }), account: '210987654321' };
  expect(wrongLines([wrong('sg-1', 'a.b', 'open'), elsewhere], bare)[1]).toBe('  open: sg-1 (123456789012), role (210987654321)');
});
