import { expect, test } from 'vitest';
import { startInstance } from '#catalogue/actions/ec2/start-instance.ts';
import { HealError } from '#domain/heal-error.ts';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { look } from './look.ts';

const resource = { type: 'AWS::EC2::Instance', id: 'i-1', partition: 'aws', account: '123456789012', region: 'eu-west-1' } as const;
const missing = (details: Record<string, string>) => new HealError('no-such-resource', 'it is not there', { details });

/** What a look sees when AWS answers the first question so. */
async function seen(error: HealError): Promise<string> {
  const cloud = scriptedCloud().fail({ service: '*', operation: '*', error, when: 'before', times: 9 });
  return (await look(startInstance.with({ instanceId: 'i-0123456789abcdef0' }), resource, { cloud })).seen;
}

test('what AWS says is missing is the resource when it is of its kind or told by its service', async () => {
  expect(await seen(missing({ service: 'ec2', missing: 'AWS::EC2::Instance' }))).toBe('gone');
  expect(await seen(missing({ service: 'ec2' }))).toBe('gone');
  expect(await seen(new HealError('no-such-resource', 'the action says so itself'))).toBe('gone');
});

test('a missing neighbour is no missing resource: it could not be read', async () => {
  expect(await seen(missing({ service: 'ec2', missing: 'AWS::EC2::Subnet' }))).toBe('unreadable');
  expect(await seen(missing({ service: 'iam' }))).toBe('unreadable');
});
