import { expect, test } from 'vitest';
import { pseudonyms } from './pseudonyms.ts';

test('accounts and access keys get names that are told apart, and get their ids again for people', () => {
  const names = pseudonyms('123456789012');
  const hidden = names.hide({
    arn: 'arn:aws:iam::123456789012:user/alice',
    other: ['arn:aws:iam::210987654321:root', 'AKIAIOSFODNN7EXAMPLE', '210987654321'],
    at: 1_763_600_000_000,
  });
  expect(hidden).toEqual({
    arn: 'arn:aws:iam::own-account:user/alice',
    other: ['arn:aws:iam::account-2:root', 'key-1', 'account-2'],
    at: 1_763_600_000_000,
  });
  expect(names.reveal('account-2 of own-account used key-1, not key-7')).toBe(
    '210987654321 of 123456789012 used AKIAIOSFODNN7EXAMPLE, not key-7',
  );
});
