import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { makeMultiRegion } from './make-multi-region.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = makeMultiRegion.with({ account: site.account });
const arn = (name: string, region = 'eu-west-1', account = site.account) => `arn:aws:cloudtrail:${region}:${account}:trail/${name}`;
const trail = (name: string, more: object = {}) => ({
  name,
  arn: arn(name),
  home: true,
  multiRegion: false,
  globalEvents: false,
  logging: true,
  management: true,
  ...more,
});

test('widens one trail only, with the global events that a multi-region trail must have', () => {
  expect(remedy.fix({ trails: [trail('audit'), trail('second')] })).toEqual([
    {
      service: 'cloudtrail',
      operation: 'updateTrail',
      input: { Name: 'audit', IsMultiRegionTrail: true, IncludeGlobalServiceEvents: true },
    },
  ]);
});

test('a trail that covers the account from another region, or from the organization, is enough', () => {
  const elsewhere = trail('organization', { home: false, multiRegion: true, arn: arn('organization', 'us-east-1', '999999999999') });
  expect(remedy.wrong({ trails: [trail('audit'), elsewhere] })).toBeUndefined();
  expect(remedy.fix({ trails: [trail('audit'), elsewhere] })).toEqual([]);
});

test('a multi-region trail that is stopped, or leaves events out, does not cover', () => {
  expect(remedy.wrong({ trails: [trail('audit', { multiRegion: true, logging: false })] })).toBeDefined();
  expect(remedy.wrong({ trails: [trail('audit', { multiRegion: true, management: false })] })).toBeDefined();
  expect(remedy.refuses({ trails: [trail('audit', { multiRegion: true, management: false })] })).toMatch(/a person decides/);
});

test('refuses to invent a trail', () => {
  expect(remedy.wrong({ trails: [] })).toBe('the account has no trail');
  expect(remedy.refuses({ trails: [] })).toMatch(/a person decides/);
});

test.each([
  ['nothing was ever selected', {}, true],
  ['all management events are selected', { EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }] }, true],
  ['only writes are selected', { EventSelectors: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }] }, false],
  [
    'calls of KMS are left out',
    { EventSelectors: [{ ReadWriteType: 'All', ExcludeManagementEventSources: ['kms.amazonaws.com'] }] },
    false,
  ],
  [
    'an advanced selector takes them all',
    { AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] }] },
    true,
  ],
  [
    'an advanced selector takes writes only',
    {
      AdvancedEventSelectors: [
        {
          FieldSelectors: [
            { Field: 'eventCategory', Equals: ['Management'] },
            { Field: 'readOnly', Equals: ['false'] },
          ],
        },
      ],
    },
    false,
  ],
  [
    'only data events are selected',
    { AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Data'] }] }] },
    false,
  ],
] as const)('when %s, records all management events: %s %s', async (_, selectors, management) => {
  const cloud = scriptedCloud()
    .on('cloudtrail', 'describeTrails', () => ({
      trailList: [{ Name: 'audit', TrailARN: arn('audit'), HomeRegion: 'eu-west-1', IsMultiRegionTrail: true }],
    }))
    .on('cloudtrail', 'getTrailStatus', () => ({ IsLogging: true }))
    .on('cloudtrail', 'getEventSelectors', () => structuredClone(selectors) as object);
  expect(await remedy.observe(cloud.reader(site))).toMatchObject({ trails: [{ management, home: true, logging: true }] });
});
