import { allKeysBut, makeKey } from './keys.ts';
import { type Absent, text, type Variant } from './variant.ts';

const neighbours: Variant['neighbours'] = (clients, params) => allKeysBut(clients, text(params, 'keyId'), 'state');
const schedule =
  (days: number): Variant['break'] =>
  ({ kms }, params) =>
    kms.scheduleKeyDeletion({ KeyId: text(params, 'keyId'), PendingWindowInDays: days });

export const variants: readonly Variant[] = [
  {
    title: 'a key that was recorded in use is scheduled for deletion, beside one that is to be deleted on purpose',
    async setUp(clients) {
      await clients.kms.scheduleKeyDeletion({ KeyId: await makeKey(clients, 'old'), PendingWindowInDays: 30 });
      return { keyId: await makeKey(clients, 'orders') };
    },
    break: schedule(7),
    neighbours,
  },
  {
    title: 'only the event tells that the key was in use',
    unrecorded: true,
    async setUp(clients) {
      const KeyId = await makeKey(clients, 'invoices');
      await clients.kms.enableKeyRotation({ KeyId });
      return { keyId: KeyId, wasEnabled: true };
    },
    break: schedule(30),
    neighbours,
  },
  {
    title: 'nobody knows whether the key was in use, so it stays disabled',
    unrecorded: true,
    async setUp(clients) {
      const KeyId = await makeKey(clients, 'archive', { KeySpec: 'RSA_2048', KeyUsage: 'SIGN_VERIFY' });
      await clients.kms.disableKey({ KeyId });
      return { keyId: KeyId };
    },
    break: schedule(14),
    neighbours,
  },
];

export const absent: Absent = { id: '00000000-0000-4000-8000-000000000000' };
