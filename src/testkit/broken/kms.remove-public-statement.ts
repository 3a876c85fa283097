import type { JsonObject } from '#domain/json.ts';
import { allKeysBut, makeKey } from './keys.ts';
import { allow, partner, policyText, withoutOpen } from './policies.ts';
import { type Absent, type Clients, text, told, type Variant } from './variant.ts';

const root = ({ site }: Clients): JsonObject =>
  allow('root', 'kms:*', '*', { Principal: { AWS: `arn:${site.partition}:iam::${site.account}:root` } });
const decrypt = (Sid: string, more: JsonObject = {}): JsonObject => allow(Sid, 'kms:Decrypt', '*', more);
const policyOf = async ({ kms }: Clients, KeyId: string): Promise<string | undefined> =>
  (await kms.getKeyPolicy({ KeyId, PolicyName: 'default' })).Policy;
const put = ({ kms }: Clients, KeyId: string, Policy: string): Promise<unknown> =>
  kms.putKeyPolicy({ KeyId, PolicyName: 'default', Policy });
const neighbours: Variant['neighbours'] = async (clients, params) => {
  const keyId = text(params, 'keyId');
  const others = [...withoutOpen(await policyOf(clients, keyId))];
  return [await allKeysBut(clients, keyId, 'policy'), await told(Promise.resolve(others))];
};

export const variants: readonly Variant[] = [
  {
    title: 'everyone may decrypt with one of two keys',
    async setUp(clients) {
      await makeKey(clients, 'other');
      const keyId = await makeKey(clients, 'orders');
      await put(clients, keyId, policyText([root(clients)]));
      return { keyId };
    },
    break: (clients, params) => put(clients, text(params, 'keyId'), policyText([root(clients), decrypt('open')])),
    neighbours,
  },
  {
    title: 'a rotated key that a partner uses is opened in between',
    async setUp(clients) {
      const KeyId = await makeKey(clients, 'exchange');
      await clients.kms.enableKeyRotation({ KeyId });
      await put(clients, KeyId, policyText([root(clients), decrypt('partner', partner)], 4));
      return { keyId: KeyId };
    },
    break: (clients, params) =>
      put(clients, text(params, 'keyId'), policyText([root(clients), decrypt('open'), decrypt('partner', partner)], 4)),
    neighbours,
  },
  {
    title: 'a key for a service of the own account is opened twice',
    async setUp(clients) {
      const keyId = await makeKey(clients, 'volumes');
      const own = { Condition: { StringEquals: { 'kms:CallerAccount': clients.site.account } } };
      await put(clients, keyId, policyText([root(clients), decrypt('service', own)]));
      return { keyId };
    },
    async break(clients, params) {
      const keyId = text(params, 'keyId');
      const others = withoutOpen(await policyOf(clients, keyId));
      return put(clients, keyId, policyText([decrypt('open-1'), ...others, decrypt('open-2', { Principal: { AWS: ['*'] } })]));
    },
    neighbours,
  },
];

export const absent: Absent = { id: '00000000-0000-4000-8000-000000000000' };
