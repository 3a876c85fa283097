import { allSecretsBut, makeSecret } from './secrets.ts';
import { type Absent, text, type Variant } from './variant.ts';

const neighbours: Variant['neighbours'] = (clients, params) => allSecretsBut(clients, text(params, 'secret'), 'deletion');
const remove =
  (days: number): Variant['break'] =>
  ({ secretsmanager }, params) =>
    secretsmanager.deleteSecret({ SecretId: text(params, 'secret'), RecoveryWindowInDays: days });

export const variants: readonly Variant[] = [
  {
    title: 'one of two secrets is deleted',
    async setUp(clients) {
      await makeSecret(clients, 'shop/mail');
      return { secret: await makeSecret(clients, 'shop/database') };
    },
    break: remove(7),
    neighbours,
  },
  {
    title: 'a secret is deleted beside one that was deleted on purpose',
    async setUp(clients) {
      await clients.secretsmanager.deleteSecret({ SecretId: await makeSecret(clients, 'old'), RecoveryWindowInDays: 30 });
      return { secret: await makeSecret(clients, 'payment-key') };
    },
    break: remove(30),
    neighbours,
  },
  {
    title: 'a secret with a policy and two versions is deleted',
    async setUp(clients) {
      const SecretId = await makeSecret(clients, 'partner/token');
      await clients.secretsmanager.putSecretValue({ SecretId, SecretString: 'only in the emulator: second' });
      const Statement = [{ Effect: 'Deny', Principal: '*', Action: 'secretsmanager:DeleteSecret', Resource: '*' }];
      await clients.secretsmanager.putResourcePolicy({ SecretId, ResourcePolicy: JSON.stringify({ Version: '2012-10-17', Statement }) });
      return { secret: SecretId };
    },
    break: remove(14),
    neighbours,
  },
];

export const absent: Absent = { id: 'nothing' };
