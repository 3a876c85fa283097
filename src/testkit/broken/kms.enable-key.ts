import { allKeysBut, makeKey } from './keys.ts';
import { type Absent, text, type Variant } from './variant.ts';

const neighbours: Variant['neighbours'] = (clients, params) => allKeysBut(clients, text(params, 'keyId'), 'state');
const disable: Variant['break'] = ({ kms }, params) => kms.disableKey({ KeyId: text(params, 'keyId') });

export const variants: readonly Variant[] = [
  {
    title: 'a key that was recorded in use is disabled, beside one that is disabled on purpose',
    async setUp(clients) {
      await clients.kms.disableKey({ KeyId: await makeKey(clients, 'old') });
      return { keyId: await makeKey(clients, 'orders') };
    },
    break: disable,
    neighbours,
  },
  {
    title: 'only the event tells that a rotated key was in use',
    unrecorded: true,
    async setUp(clients) {
      const KeyId = await makeKey(clients, 'invoices');
      await clients.kms.enableKeyRotation({ KeyId });
      return { keyId: KeyId, wasEnabled: true };
    },
    break: disable,
    neighbours,
  },
  {
    title: 'a recorded signing key is disabled, beside one that is to be deleted',
    async setUp(clients) {
      await clients.kms.scheduleKeyDeletion({ KeyId: await makeKey(clients, 'old'), PendingWindowInDays: 7 });
      return { keyId: await makeKey(clients, 'signing', { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }) };
    },
    break: disable,
    neighbours,
  },
];

export const absent: Absent = { id: '00000000-0000-4000-8000-000000000000' };
