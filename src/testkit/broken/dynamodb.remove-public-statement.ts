import type { JsonObject } from '#domain/json.ts';
import { allow, partner, policyText, withoutOpen } from './policies.ts';
import { allTablesBut, makeTable } from './tables.ts';
import { type Absent, type Clients, text, told, type Variant } from './variant.ts';

const arnOf = ({ site }: Clients, table: string): string => `arn:${site.partition}:dynamodb:${site.region}:${site.account}:table/${table}`;
const policyOf = async (clients: Clients, table: string): Promise<string | undefined> =>
  (await clients.dynamodb.getResourcePolicy({ ResourceArn: arnOf(clients, table) }).catch(() => undefined))?.Policy;
const put = (clients: Clients, table: string, Policy: string): Promise<unknown> =>
  clients.dynamodb.putResourcePolicy({ ResourceArn: arnOf(clients, table), Policy });
const read = (Sid: string, more: JsonObject = {}): JsonObject => allow(Sid, 'dynamodb:GetItem', '*', more);

/** Every table, and every statement of their policies but for those that are open. */
const neighbours: Variant['neighbours'] = async (clients) => {
  const { TableNames = [] } = await clients.dynamodb.listTables({});
  const policies = TableNames.map(async (table) => [table, [...withoutOpen(await policyOf(clients, table))]]);
  return [await allTablesBut(clients, ''), await told(Promise.resolve(await Promise.all(policies)))];
};

export const variants: readonly Variant[] = [
  {
    title: 'a table without a policy is opened, beside one that a partner reads',
    async setUp(clients) {
      await put(clients, await makeTable(clients, 'prices'), policyText([read('partner', partner)]));
      return { tableName: await makeTable(clients, 'orders') };
    },
    break: (clients, params) => put(clients, text(params, 'tableName'), policyText([read('open')])),
    neighbours,
  },
  {
    title: 'a statement for everyone is added to the one for a partner',
    async setUp(clients) {
      const tableName = await makeTable(clients, 'customers', { DeletionProtectionEnabled: true });
      await put(clients, tableName, policyText([read('partner', partner)], 2));
      return { tableName };
    },
    break: (clients, params) => put(clients, text(params, 'tableName'), policyText([read('partner', partner), read('open')], 2)),
    neighbours,
  },
  {
    title: 'a table that an organization reads is opened twice',
    async setUp(clients) {
      const tableName = await makeTable(clients, 'events', { Tags: [{ Key: 'owner', Value: 'shop' }] });
      const inside = { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } };
      await put(clients, tableName, policyText([read('organization', inside)]));
      return { tableName };
    },
    async break(clients, params) {
      const tableName = text(params, 'tableName');
      const others = withoutOpen(await policyOf(clients, tableName));
      return put(clients, tableName, policyText([read('open-1'), ...others, read('open-2', { Principal: { AWS: '*' } })]));
    },
    neighbours,
  },
];

export const absent: Absent = { id: 'nothing' };
