import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { disableAutoAccept } from './disable-auto-accept.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const gateway = 'tgw-0123456789abcdef0';
const remedy = disableAutoAccept.with({ gateway });
const seeing = (found: object) =>
  scriptedCloud()
    .on('ec2', 'describeTransitGateways', () => ({
      TransitGateways: [
        {
          TransitGatewayId: gateway,
          OwnerId: site.account,
          State: 'available' as const,
          Options: { AutoAcceptSharedAttachments: 'enable' as const },
          ...found,
        },
      ],
    }))
    .reader(site);

test('changes this option only', async () => {
  expect(remedy.fix(await remedy.observe(seeing({})))).toEqual([
    {
      service: 'ec2',
      operation: 'modifyTransitGateway',
      input: { TransitGatewayId: gateway, Options: { AutoAcceptSharedAttachments: 'disable' } },
    },
  ]);
});

test('waits while AWS changes it, before its own change and after', async () => {
  const before = await remedy.observe(seeing({ State: 'modifying' }));
  expect([remedy.wrong(before), remedy.fix(before)]).toEqual([expect.stringMatching(/nobody is asked/), []]);
  const after = await remedy.observe(seeing({ State: 'modifying', Options: { AutoAcceptSharedAttachments: 'disable' } }));
  expect([remedy.wrong(after), remedy.fix(after)]).toEqual([expect.stringMatching(/not taken yet/), []]);
});

test('neither lists nor changes a gateway that another account shares', async () => {
  const cloud = seeing({ OwnerId: '210987654321' });
  expect(remedy.refuses(await remedy.observe(cloud))).toMatch(/210987654321/);
  expect(await disableAutoAccept.list(cloud)).toEqual([]);
});

test('leaves one alone that is being deleted', async () => {
  expect(remedy.wrong(await remedy.observe(seeing({ State: 'deleting' })))).toBeUndefined();
});
