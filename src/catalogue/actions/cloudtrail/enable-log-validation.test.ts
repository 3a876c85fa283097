import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { enableLogValidation } from './enable-log-validation.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = enableLogValidation.with({ trail: 'audit' });

test('a trail of which AWS does not mention validation has none', async () => {
  const cloud = scriptedCloud().on('cloudtrail', 'describeTrails', () => ({ trailList: [{ Name: 'audit' }] }));
  expect(remedy.wrong(await remedy.observe(cloud.reader(site)))).toMatch(/prove/);
});

test('the answer of another trail is not taken for this one', async () => {
  const cloud = scriptedCloud().on('cloudtrail', 'describeTrails', () => ({
    trailList: [
      { Name: 'audit-2', LogFileValidationEnabled: true },
      { Name: 'audit', LogFileValidationEnabled: false },
    ],
  }));
  expect(await remedy.observe(cloud.reader(site))).toEqual({ validated: false });
});

test('changes nothing else of the trail, because UpdateTrail leaves what it is not told', () => {
  expect(remedy.fix({ validated: false })).toEqual([
    { service: 'cloudtrail', operation: 'updateTrail', input: { Name: 'audit', EnableLogFileValidation: true } },
  ]);
});
