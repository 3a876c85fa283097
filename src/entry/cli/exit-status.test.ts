import { expect, test } from 'vitest';
import { statusOf } from './exit-status.ts';

test('an error ends a command with 2 when it was used wrongly, 3 when something is missing, else 1', () => {
  expect((['bad-input', 'bad-config'] as const).map(statusOf)).toEqual([2, 2]);
  expect((['address-in-use', 'aws-unreachable', 'emulator-missing', 'not-running'] as const).map(statusOf)).toEqual([3, 3, 3, 3]);
  expect((['not-found', 'not-allowed', 'unexpected'] as const).map(statusOf)).toEqual([1, 1, 1]);
});
