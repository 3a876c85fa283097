import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { enableRule } from './enable-rule.ts';

const site = { partition: 'aws-cn', account: '123456789012', region: 'cn-north-1' };
const resource = { type: 'AWS::Events::Rule', ...site };
const remedy = enableRule.with({ rule: 'nightly', bus: 'default' });
const answering = (State: 'DISABLED' | 'ENABLED' | 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS') =>
  scriptedCloud()
    .on('eventbridge', 'describeRule', () => ({ Name: 'nightly', State }))
    .reader(site);

test('knows the bus of a rule by its id', () => {
  expect(enableRule.from({ ...resource, id: 'nightly' })).toEqual([{ rule: 'nightly', bus: 'default' }]);
  expect(enableRule.from({ ...resource, id: 'orders|to-queue' })).toEqual([{ rule: 'to-queue', bus: 'orders' }]);
});

test('both ways in which a rule can be enabled are healthy', async () => {
  expect(remedy.wrong(await remedy.observe(answering('DISABLED')))).toBe('the rule is disabled');
  expect(remedy.wrong(await remedy.observe(answering('ENABLED')))).toBeUndefined();
  expect(remedy.wrong(await remedy.observe(answering('ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS')))).toBeUndefined();
});

test('leaves rules that a service manages to that service', () => {
  expect(remedy.refuses({ enabled: false, managedBy: 'autoscaling.amazonaws.com' })).toMatch(/autoscaling/);
});

test('lists guarded rules only, of every bus, with the ARN of their partition', async () => {
  const cloud = scriptedCloud({ guarded: ['orders|by-policy'] })
    .on('eventbridge', 'listEventBuses', () => ({ EventBuses: [{ Name: 'default' }, { Name: 'orders' }] }))
    .on('eventbridge', 'listRules', ({ EventBusName }) => ({
      Rules: EventBusName === 'orders' ? [{ Name: 'by-tag' }, { Name: 'by-policy' }] : [{ Name: 'nobody' }],
    }))
    .on('eventbridge', 'listTagsForResource', ({ ResourceARN }) => ({
      Tags: ResourceARN?.endsWith('/by-tag') === true ? [{ Key: 'selfheal:guarded', Value: 'true' }] : [],
    }));
  const rules = await enableRule.list(cloud.reader(site));
  expect(rules.map(({ id, arn }) => [id, arn])).toEqual([
    ['orders|by-tag', 'arn:aws-cn:events:cn-north-1:123456789012:rule/orders/by-tag'],
    ['orders|by-policy', 'arn:aws-cn:events:cn-north-1:123456789012:rule/orders/by-policy'],
  ]);
});
