import { expect, test } from 'vitest';
import { startInstance } from './start-instance.ts';

const remedy = startInstance.with({ instanceId: 'i-0123456789abcdef0' });
const stopped = { state: 'stopped', type: 't3.micro' };

test('starts only what is stopped, and waits while it is stopping or starting', () => {
  expect(remedy.fix(stopped)).toMatchObject([{ operation: 'startInstances' }]);
  for (const state of ['stopping', 'pending']) {
    expect(remedy.wrong({ ...stopped, state })).toBeDefined();
    expect(remedy.fix({ ...stopped, state })).toEqual([]);
  }
  expect(remedy.wrong({ ...stopped, state: 'running' })).toBeUndefined();
});

test.each([
  [{ ...stopped, state: 'terminated' }, /terminated/],
  [{ ...stopped, autoScalingGroup: 'web' }, /Auto Scaling group web/],
  [{ ...stopped, lifecycle: 'spot' }, /spot instance/],
  [{ ...stopped, schedule: 'office-hours' }, /Schedule=office-hours/],
])('refuses %j', (state, why) => expect(remedy.refuses(state)).toMatch(why));

test('undoes by stopping what it started, and nothing that ran before', () => {
  expect(remedy.undo(stopped, { ...stopped, state: 'pending' })).toMatchObject([{ operation: 'stopInstances' }]);
  expect(remedy.undo({ ...stopped, state: 'running' }, { ...stopped, state: 'running' })).toEqual([]);
});
