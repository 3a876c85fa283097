import { allKeysBut, makeKey } from './keys.ts';
import { type Absent, text, type Variant } from './variant.ts';

const neighbours: Variant['neighbours'] = (clients, params) => allKeysBut(clients, text(params, 'keyId'), 'rotation');
const stop: Variant['break'] = ({ kms }, params) => kms.disableKeyRotation({ KeyId: text(params, 'keyId') });

export const variants: readonly Variant[] = [
  {
    title: 'the rotation of one of two keys is stopped',
    async setUp(clients) {
      await makeKey(clients, 'scratch');
      const KeyId = await makeKey(clients, 'orders');
      await clients.kms.enableKeyRotation({ KeyId });
      return { keyId: KeyId };
    },
    break: stop,
    neighbours,
  },
  {
    title: 'a key was made without it, beside a signing key that cannot rotate',
    async setUp(clients) {
      await makeKey(clients, 'signing', { KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' });
      return { keyId: await makeKey(clients, 'invoices') };
    },
    break: async () => {},
    neighbours,
  },
  {
    title: 'the rotation of a multi-Region key is stopped, beside a disabled one',
    async setUp(clients) {
      await clients.kms.disableKey({ KeyId: await makeKey(clients, 'old') });
      const KeyId = await makeKey(clients, 'everywhere', { MultiRegion: true });
      await clients.kms.enableKeyRotation({ KeyId });
      return { keyId: KeyId };
    },
    break: stop,
    neighbours,
  },
];

export const absent: Absent = { id: '00000000-0000-4000-8000-000000000000' };
