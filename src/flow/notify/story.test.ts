import { expect, test } from 'vitest';
import { openCatalogue } from '#catalogue/catalogue.ts';
import { securityHub } from '#catalogue/sources/security-hub.ts';
import type { Json } from '#domain/json.ts';
import { scriptedChannel, tellingWorld } from '#testkit/telling-world.ts';
import { newMemory, tellDue } from './tell-due.ts';

test('the finding that an incident came from is found in its event, and only those incidents are told to Security Hub', async () => {
  const hub = scriptedChannel('hub', { needs: 'finding', storms: false });
  const world = tellingWorld('channels: { hub: { kind: security-hub } }', [hub]);
  const memory = newMemory(world.telltale);
  const { signals } = (await openCatalogue({})).parse(securityHub.sample as Json, Date.now(), { trusted: true });
  const [{ signal, event } = { signal: undefined, event: null }] = signals;
  if (signal === undefined) throw new Error('the sample has a finding');
  const [plain = ''] = await world.breakBuckets(1);
  await world.drive(plain);
  const [found = ''] = await world.breakBuckets(1, { signal: { source: signal.source }, event });
  await world.drive(found);
  await tellDue(world.telltale, memory);
  const id = 'arn:aws:securityhub:eu-west-1:111122223333:security-control/S3.8/finding/2c1d6b7e-9d0a-4f0e-8f0b-3b8f4c0d1e2f';
  expect(hub.said).toMatchObject([
    {
      notice: {
        incident: { id: found, stage: 'healed' },
        finding: { id, productArn: 'arn:aws:securityhub:eu-west-1::product/aws/securityhub', region: 'eu-west-1' },
      },
    },
  ]);
});
