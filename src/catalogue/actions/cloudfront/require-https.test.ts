import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import type { DistributionConfig } from './distribution.ts';
import { requireHttps } from './require-https.ts';

const site = { partition: 'aws', account: '123456789012', region: 'global' };
const remedy = requireHttps.with({ distribution: 'E2QWRUHAPOMQZL' });
const open = { TargetOriginId: 'a', ViewerProtocolPolicy: 'allow-all' } as const;
const base = {
  CallerReference: 'a',
  Comment: '',
  Enabled: true,
  Origins: { Quantity: 1, Items: [{ Id: 'a', DomainName: 'a.example.org' }] },
  DefaultCacheBehavior: open,
} satisfies DistributionConfig;
const seeing = (config: DistributionConfig, Status = 'Deployed') =>
  scriptedCloud()
    .on('cloudfront', 'getDistribution', () => ({
      ETag: 'E1',
      Distribution: {
        Id: 'E2QWRUHAPOMQZL',
        ARN: 'arn',
        Status,
        LastModifiedTime: new Date(0),
        InProgressInvalidationBatches: 0,
        DomainName: 'd.cloudfront.net',
        DistributionConfig: config,
      },
    }))
    .reader(site);

test('changes the policy only, at the version that was read', async () => {
  const state = await remedy.observe(seeing({ ...base, CacheBehaviors: { Quantity: 1, Items: [{ ...open, PathPattern: '/a/*' }] } }));
  expect(remedy.wrong(state)).toBe('the default behaviour, /a/* answer over plain HTTP');
  expect(remedy.fix(state)).toEqual([
    {
      service: 'cloudfront',
      operation: 'updateDistribution',
      input: {
        Id: 'E2QWRUHAPOMQZL',
        IfMatch: 'E1',
        DistributionConfig: {
          ...base,
          DefaultCacheBehavior: { ...open, ViewerProtocolPolicy: 'redirect-to-https' },
          CacheBehaviors: { Quantity: 1, Items: [{ ...open, ViewerProtocolPolicy: 'redirect-to-https', PathPattern: '/a/*' }] },
        },
      },
    },
  ]);
});

test('is not healed before the edges have it', async () => {
  const https = { ...base, DefaultCacheBehavior: { ...open, ViewerProtocolPolicy: 'https-only' } } as const;
  const state = await remedy.observe(seeing(https, 'InProgress'));
  expect(remedy.wrong(state)).toMatch(/edge/);
  expect(remedy.fix(state)).toEqual([]);
  expect(remedy.wrong(await remedy.observe(seeing(https)))).toBeUndefined();
});

test('never writes the headers down by which an origin knows its distribution, and refuses instead', async () => {
  const CustomHeaders = { Quantity: 1, Items: [{ HeaderName: 'x-from', HeaderValue: 'correct horse' }] };
  const state = await remedy.observe(
    seeing({ ...base, Origins: { Quantity: 1, Items: [{ Id: 'a', DomainName: 'a.example.org', CustomHeaders }] } }),
  );
  expect(JSON.stringify(state)).not.toContain('correct horse');
  expect(remedy.refuses(state)).toMatch(/headers/);
  expect(remedy.fix(state)).toEqual([]);
  // Nor when they came after our fix, and it is to be undone: it would empty them.
  const healed = await remedy.observe(seeing({ ...base, DefaultCacheBehavior: { ...open, ViewerProtocolPolicy: 'redirect-to-https' } }));
  expect(remedy.undo(await remedy.observe(seeing(base)), healed)).toHaveLength(1);
  expect(remedy.undo(await remedy.observe(seeing(base)), { ...Object(healed), secret: true })).toEqual([]);
});

test('refuses where browsers would warn of the certificate', async () => {
  const named = { ...base, Aliases: { Quantity: 1, Items: ['a.example.com'] } };
  expect(remedy.refuses(await remedy.observe(seeing({ ...named, ViewerCertificate: { CloudFrontDefaultCertificate: true } })))).toMatch(
    /certificate/,
  );
  expect(remedy.refuses(await remedy.observe(seeing({ ...named, ViewerCertificate: { ACMCertificateArn: 'arn' } })))).toBeUndefined();
});
