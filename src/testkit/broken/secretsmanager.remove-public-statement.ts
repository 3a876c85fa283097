import type { JsonObject } from '#domain/json.ts';
import { allow, partner, policyText, withoutOpen } from './policies.ts';
import { allSecretsBut, makeSecret } from './secrets.ts';
import { type Absent, type Clients, text, told, type Variant } from './variant.ts';

const neighbours: Variant['neighbours'] = async (clients, params) => {
  const SecretId = text(params, 'secret');
  const { ResourcePolicy } = await clients.secretsmanager.getResourcePolicy({ SecretId });
  return [await allSecretsBut(clients, SecretId, 'policy'), await told(Promise.resolve([...withoutOpen(ResourcePolicy)]))];
};
const read = (Sid: string, more: JsonObject = {}): JsonObject => allow(Sid, 'secretsmanager:GetSecretValue', '*', more);
const put = ({ secretsmanager }: Clients, SecretId: string, ResourcePolicy: string): Promise<unknown> =>
  secretsmanager.putResourcePolicy({ SecretId, ResourcePolicy });

export const variants: readonly Variant[] = [
  {
    title: 'a secret without a policy is opened, beside one that a partner may read',
    async setUp(clients) {
      await put(clients, await makeSecret(clients, 'partner/token'), policyText([read('partner', partner)]));
      return { secret: await makeSecret(clients, 'shop/database') };
    },
    break: (clients, params) => put(clients, text(params, 'secret'), policyText([read('open')])),
    neighbours,
  },
  {
    title: 'a statement for everyone is put before the one for a partner',
    async setUp(clients) {
      const secret = await makeSecret(clients, 'shop/mail');
      await put(clients, secret, policyText([read('partner', partner)], 4));
      return { secret };
    },
    break: (clients, params) => put(clients, text(params, 'secret'), policyText([read('open'), read('partner', partner)], 4)),
    neighbours,
  },
  {
    title: 'a secret that an endpoint may read is opened twice, beside a Deny',
    async setUp(clients) {
      const secret = await makeSecret(clients, 'payment-key');
      return { secret };
    },
    break(clients, params) {
      const endpoint = { Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1a2b3c4d' } } };
      const tls = { Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } };
      const open = { Principal: { AWS: ['*'] } };
      return put(
        clients,
        text(params, 'secret'),
        policyText([read('open-1'), read('endpoint', endpoint), read('open-2', open), read('tls', tls)]),
      );
    },
    neighbours: (clients, params) => allSecretsBut(clients, text(params, 'secret'), 'policy'),
  },
];

export const absent: Absent = { id: 'nothing' };
