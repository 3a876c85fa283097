import type { Json } from '#domain/json.ts';
import { type Clients, told } from './variant.ts';

/** Makes a guarded secret. */
export async function makeSecret({ secretsmanager }: Clients, Name: string): Promise<string> {
  const Tags = Object.entries({ owner: 'shop', 'selfheal:guarded': 'true' }).map(([Key, Value]) => ({ Key, Value }));
  await secretsmanager.createSecret({ Name, SecretString: `only in the emulator: ${Name}`, Tags });
  return Name;
}

/** Every secret with its policy, but for one aspect of one of them. */
export async function allSecretsBut({ secretsmanager }: Clients, secret: string, aspect: 'deletion' | 'policy'): Promise<Json> {
  const { SecretList = [] } = await secretsmanager.listSecrets({ IncludePlannedDeletion: true });
  const pictures = SecretList.map(async ({ Name, ...rest }) => {
    const own = Name === secret;
    const { DeletedDate, LastChangedDate: _changed, ...seen } = rest;
    return [
      await told(Promise.resolve({ Name, ...seen })),
      own && aspect === 'deletion' ? null : await told(Promise.resolve({ DeletedDate })),
      own && aspect === 'policy' ? null : await told(secretsmanager.getResourcePolicy({ SecretId: Name })),
    ] as Json;
  });
  return Promise.all(pictures);
}
