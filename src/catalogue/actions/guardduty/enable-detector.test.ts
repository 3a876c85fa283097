import { expect, test } from 'vitest';
import { awsError, scriptedCloud } from '#testkit/scripted-cloud.ts';
import { enableDetector } from './enable-detector.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const detector = '12abc34d567e8fa901bc2d34e56789f0';
const remedy = enableDetector.with({ detector });
const listed = (...DetectorIds: string[]) => scriptedCloud().on('guardduty', 'listDetectors', () => ({ DetectorIds }));

test('a detector that is not listed is gone, though GuardDuty would only call the request bad', async () => {
  const cloud = listed().on('guardduty', 'getDetector', () => {
    throw awsError('BadRequestException');
  });
  await expect(remedy.observe(cloud.reader(site))).rejects.toMatchObject({ code: 'no-such-resource' });
});

test('a status that AWS does not tell is not taken for enabled', async () => {
  const cloud = listed(detector).on('guardduty', 'getDetector', () => ({ ServiceRole: 'role', Status: undefined }));
  expect(remedy.wrong(await remedy.observe(cloud.reader(site)))).toMatch(/suspended/);
});

test('says nothing about protection plans and frequency, so that they stay as they are', () => {
  expect(remedy.fix({ enabled: false })).toEqual([
    { service: 'guardduty', operation: 'updateDetector', input: { DetectorId: detector, Enable: true } },
  ]);
});

test('lists detectors with their ARN', async () => {
  expect(await enableDetector.list(listed(detector).reader(site))).toMatchObject([
    { id: detector, arn: `arn:aws:guardduty:eu-west-1:123456789012:detector/${detector}` },
  ]);
});
