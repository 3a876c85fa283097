import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { makeImagePrivate } from './make-image-private.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const imageId = 'ami-0123456789abcdef0';
const everyone = makeImagePrivate.with({ imageId, sharedWith: 'all' });
const unit = 'arn:aws:organizations::111122223333:ou/o-abc/ou-def';
const state = { sharedWith: ['111122223333', 'all', unit], marketplace: false };

test.each([
  ['all', { Group: 'all' }],
  ['111122223333', { UserId: '111122223333' }],
  [unit, { OrganizationalUnitArn: unit }],
])('takes back only the permission of %s', (sharedWith, grant) => {
  const remedy = makeImagePrivate.with({ imageId, sharedWith });
  expect(remedy.fix(state)).toMatchObject([{ input: { ImageId: imageId, LaunchPermission: { Remove: [grant] } } }]);
  expect(remedy.undo(state, remedy.after(state))).toMatchObject([{ input: { LaunchPermission: { Add: [grant] } } }]);
});

test('leaves images of the Marketplace alone, and what Image Builder shares with an account', () => {
  expect(everyone.refuses({ ...state, marketplace: true })).toMatch(/Marketplace/);
  const built = { ...state, builder: 'arn:aws:imagebuilder:eu-west-1:123456789012:image/web/1.0.0/1' };
  expect(everyone.refuses(built)).toBeUndefined();
  expect(makeImagePrivate.with({ imageId, sharedWith: '111122223333' }).refuses(built)).toMatch(/Image Builder/);
});

test('reads every kind of grantee, and knows the codes of the Marketplace from those of developers', async () => {
  const reader = scriptedCloud()
    .on('ec2', 'describeImageAttribute', () => ({
      LaunchPermissions: [{ OrganizationalUnitArn: unit }, { Group: 'all' as const }, { UserId: '111122223333' }],
    }))
    .on('ec2', 'describeImages', () => ({ Images: [{ ProductCodes: [{ ProductCodeId: 'a1', ProductCodeType: 'devpay' as const }] }] }))
    .reader(site);
  expect(await everyone.observe(reader)).toEqual(state);
});

test('an image that is deregistered meanwhile is gone', async () => {
  const reader = scriptedCloud()
    .on('ec2', 'describeImageAttribute', () => ({}))
    .on('ec2', 'describeImages', () => ({ Images: [] }))
    .reader(site);
  await expect(everyone.observe(reader)).rejects.toMatchObject({ code: 'no-such-resource' });
});
