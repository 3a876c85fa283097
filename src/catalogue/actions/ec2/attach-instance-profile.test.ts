import { expect, test } from 'vitest';
import { awsError, scriptedCloud } from '#testkit/scripted-cloud.ts';
import { attachInstanceProfile } from './attach-instance-profile.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const instanceId = 'i-0123456789abcdef0';
const remedy = attachInstanceProfile.with({ instanceId });
const recorded = 'arn:aws:iam::123456789012:instance-profile/app/web';
const lost = { instance: { state: 'running' }, recorded, roles: ['web'] };

test('attaches the profile that was recorded, and no other', () => {
  expect(remedy.wrong(lost)).toBe('it lost its profile web');
  expect(remedy.fix(lost)).toMatchObject([{ input: { InstanceId: instanceId, IamInstanceProfile: { Name: 'web' } } }]);
  const other = { instance: { state: 'running', profile: `${recorded}-2` }, recorded };
  expect(remedy.wrong(other)).toBeUndefined();
});

test.each([
  [{ recorded: undefined, roles: undefined }, /nobody recorded/],
  [{ roles: undefined }, /does not exist any more/],
  [{ roles: [] }, /has no role/],
  [{ roles: ['selfheal-write'] }, /Selfheal's own/],
])('refuses with %j', (more, why) => expect(remedy.refuses({ ...lost, ...more })).toMatch(why));

test('waits while a profile is being detached or attached', () => {
  const leaving = { ...lost, association: { id: 'iip-1', state: 'disassociating' } };
  expect(remedy.wrong(leaving)).toBeDefined();
  expect(remedy.fix(leaving)).toEqual([]);
  const coming = { instance: { state: 'running', profile: recorded }, association: { id: 'iip-2', state: 'associating' }, recorded };
  expect(remedy.wrong(coming)).toMatch(/still being attached/);
  expect(remedy.fix(coming)).toEqual([]);
});

test('reads a profile that is on its way out as lost, and looks up whether it is still there', async () => {
  const reader = scriptedCloud({ recorded: () => ({ instance: { state: 'running', profile: recorded } }) })
    .on('ec2', 'describeInstances', () => ({ Reservations: [{ Instances: [{ State: { Name: 'running' as const } }] }] }))
    .on('ec2', 'describeIamInstanceProfileAssociations', () => ({
      IamInstanceProfileAssociations: [{ AssociationId: 'iip-1', State: 'disassociating' as const, IamInstanceProfile: { Arn: recorded } }],
    }))
    .on('iam', 'getInstanceProfile', () => {
      throw awsError('NoSuchEntityException');
    })
    .reader(site);
  expect(remedy.refuses(await remedy.observe(reader))).toMatch(/does not exist any more/);
});
