import { expect, test } from 'vitest';
import { priceTable } from '#adapters/prices/price-table.ts';
import { costWords } from '#domain/cost-words.ts';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { createDetector } from './create-detector.ts';
import { enableDetector } from './enable-detector.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = createDetector.with({ account: site.account });
const seeing = (...DetectorIds: string[]) =>
  scriptedCloud()
    .on('guardduty', 'listDetectors', () => ({ DetectorIds }))
    .reader(site);

test('makes a detector without the protection plans that are charged for apart', async () => {
  const [made] = remedy.fix(await remedy.observe(seeing()));
  expect(made).toMatchObject({
    operation: 'createDetector',
    input: { Enable: true, Features: expect.arrayContaining([{ Name: 'S3_DATA_EVENTS', Status: 'DISABLED' }]) },
  });
  expect(JSON.stringify(made)).not.toContain('ENABLED');
});

test('what it will cost nobody knows, so that it is asked', async () => {
  const cost = await priceTable.price(remedy.cost({ detectors: [] }), 'us-east-1');
  expect(costWords(cost)).toBe(
    'the price of what GuardDuty analyses is not known: how much of it there will be nobody knows beforehand; one guardduty:event costs 0.000004 USD',
  );
  expect(remedy.cost({ detectors: ['d'] })).toEqual([]);
});

test('a region whose detector is suspended has one: the finding means that detector then', async () => {
  const resource = { type: 'AWS::::Account', id: site.account, ...site };
  expect(remedy.wrong(await remedy.observe(seeing('d1')))).toBeUndefined();
  expect(createDetector.meantBy('securityhub:GuardDuty.1', resource)).toHaveLength(1);
  expect(await enableDetector.inAccount('securityhub:GuardDuty.1')?.(seeing('d1'))).toMatchObject([
    { type: 'AWS::GuardDuty::Detector', id: 'd1' },
  ]);
});

test('rolled back, it deletes the detector only where there was none', () => {
  expect(remedy.undo({ detectors: [] }, { detectors: ['d1'] })).toMatchObject([
    { operation: 'deleteDetector', input: { DetectorId: 'd1' } },
  ]);
  expect(remedy.undo({ detectors: ['d1'] }, { detectors: ['d1'] })).toEqual([]);
});
