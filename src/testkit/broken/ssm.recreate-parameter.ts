import type { PutParameterCommandInput } from '@aws-sdk/client-ssm';
import type { Json } from '#domain/json.ts';
import { type Absent, type Clients, text, told, type Variant } from './variant.ts';

const guarded = [{ Key: 'selfheal:guarded', Value: 'true' }];

/** A guarded parameter and the copy of its value. */
async function make(
  { ssm }: Clients,
  parameter: PutParameterCommandInput & { readonly Value: string; readonly Name: string },
): Promise<string> {
  const { Name, Value } = parameter;
  await ssm.putParameter({ Tags: guarded, ...parameter });
  await ssm.putParameter({ Name: `/selfheal/copies${Name.startsWith('/') ? '' : '/'}${Name}`, Value, Type: 'SecureString' });
  return Name;
}

/** Every other parameter with its history and tags. */
async function neighbours({ ssm }: Clients, name: string): Promise<Json> {
  const { Parameters = [] } = await ssm.describeParameters({});
  const others = Parameters.filter(({ Name }) => Name !== name).map(async ({ Name = '' }) => [
    Name,
    (await ssm.getParameterHistory({ Name, WithDecryption: true })).Parameters,
    await told(ssm.listTagsForResource({ ResourceType: 'Parameter', ResourceId: Name })),
  ]);
  return JSON.parse(JSON.stringify(await Promise.all(others))) as Json;
}

const around: Variant['neighbours'] = (clients, params) => neighbours(clients, text(params, 'name'));
const remove: Variant['break'] = ({ ssm }, params) => ssm.deleteParameter({ Name: text(params, 'name') });

export const variants: readonly Variant[] = [
  {
    title: 'a secret is deleted, beside another guarded one',
    async setUp(clients) {
      await make(clients, { Name: '/shop/mail-key', Value: 'mail-key-3X', Type: 'SecureString' });
      return { name: await make(clients, { Name: '/shop/payment-key', Value: 'payment-key-7Q', Type: 'SecureString' }) };
    },
    break: remove,
    neighbours: around,
  },
  {
    title: 'a list with a description and tags is deleted',
    setUp: async (clients) => ({
      name: await make(clients, {
        Name: 'shop-currencies',
        Value: 'EUR,USD',
        Type: 'StringList',
        Description: 'what the shop takes',
        Tags: [...guarded, { Key: 'owner', Value: 'shop' }],
      }),
    }),
    break: remove,
    neighbours: around,
  },
  {
    title: 'a parameter with several versions is deleted, beside one that nobody guards',
    async setUp(clients) {
      await clients.ssm.putParameter({ Name: '/shop/theme', Value: 'light', Type: 'String' });
      await clients.ssm.putParameter({ Name: '/shop/mode', Value: 'first', Type: 'String', Tags: guarded });
      await clients.ssm.putParameter({ Name: '/shop/mode', Value: 'secure', Overwrite: true });
      await clients.ssm.putParameter({ Name: '/selfheal/copies/shop/mode', Value: 'secure', Type: 'SecureString' });
      return { name: '/shop/mode' };
    },
    break: remove,
    neighbours: around,
  },
];

export const absent: Absent = { id: 'nothing', says: 'the parameter is gone' };
