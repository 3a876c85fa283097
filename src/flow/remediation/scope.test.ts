import { expect, test } from 'vitest';
import { startInstance } from '#catalogue/actions/ec2/start-instance.ts';
import { revertParameter } from '#catalogue/actions/ssm/revert-parameter.ts';
import { scopeOf } from './scope.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };

test('the writes of an incident are allowed on its resource and no other', () => {
  expect(scopeOf(startInstance.with({ instanceId: 'i-0123456789abcdef0' }), site)).toEqual({
    actions: ['ec2:StartInstances', 'ec2:StopInstances'],
    resources: ['arn:aws:ec2:eu-west-1:123456789012:instance/i-0123456789abcdef0'],
    besides: ['kms:CreateGrant'],
  });
});

test('a parameter whose name begins with a slash has one slash in its ARN', () => {
  expect(scopeOf(revertParameter.with({ name: '/shop/mode' }), site).resources).toEqual([
    'arn:aws:ssm:eu-west-1:123456789012:parameter/shop/mode',
  ]);
});

test('what is global is written in any region', () => {
  const { resources } = scopeOf(startInstance.with({ instanceId: 'i-0123456789abcdef0' }), {
    ...site,
    partition: 'aws-cn',
    region: 'global',
  });
  expect(resources).toEqual(['arn:aws-cn:ec2:*:123456789012:instance/i-0123456789abcdef0']);
});
