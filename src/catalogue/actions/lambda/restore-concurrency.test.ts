import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { restoreConcurrency } from './restore-concurrency.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = restoreConcurrency.with({ function: 'mail', throttled: 'just-now' });

test('no reservation at all is healthy, and so is any above zero', async () => {
  const cloud = scriptedCloud().on('lambda', 'getFunctionConcurrency', () => ({}));
  expect(remedy.wrong(await remedy.observe(cloud.reader(site)))).toBeUndefined();
  expect(remedy.wrong({ limit: { reserved: 1 } })).toBeUndefined();
  expect(remedy.wrong({ limit: { reserved: 0 } })).toMatch(/reserved concurrency is 0/);
});

test('without an event, a function that was never seen running may be switched off on purpose', () => {
  const swept = restoreConcurrency.with({ function: 'mail' });
  for (const state of [{ limit: { reserved: 0 } }, { limit: { reserved: 0 }, recorded: { reserved: 0 } }]) {
    expect(swept.wrong(state)).toBeUndefined();
    expect(swept.fix(state)).toEqual([]);
  }
  expect(swept.wrong({ limit: { reserved: 0 }, recorded: { reserved: null } })).toMatch(/reserved concurrency is 0/);
});

test('brings back what was recorded', async () => {
  const cloud = scriptedCloud({ recorded: () => ({ limit: { reserved: 25 } }) }).on('lambda', 'getFunctionConcurrency', () => ({
    ReservedConcurrentExecutions: 0,
  }));
  expect(remedy.fix(await remedy.observe(cloud.reader(site)))).toMatchObject([
    { operation: 'putFunctionConcurrency', input: { FunctionName: 'mail', ReservedConcurrentExecutions: 25 } },
  ]);
});

test('with nothing recorded, or nothing reserved then, it drops the reservation instead of guessing a number', () => {
  for (const state of [{ limit: { reserved: 0 } }, { limit: { reserved: 0 }, recorded: { reserved: null } }])
    expect(remedy.fix(state)).toMatchObject([{ operation: 'deleteFunctionConcurrency', input: { FunctionName: 'mail' } }]);
});

test('leaves alone a number that somebody chose meanwhile', () => {
  expect(remedy.fix({ limit: { reserved: 3 }, recorded: { reserved: 25 } })).toEqual([]);
});
