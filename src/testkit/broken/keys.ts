import type { CreateKeyCommandInput } from '@aws-sdk/client-kms';
import type { Json } from '#domain/json.ts';
import { type Clients, told } from './variant.ts';

/** Makes a tagged key; gives its id. */
export async function makeKey({ kms }: Clients, Description: string, more: CreateKeyCommandInput = {}): Promise<string> {
  const { KeyMetadata } = await kms.createKey({ Description, Tags: [{ TagKey: 'owner', TagValue: 'shop' }], ...more });
  return KeyMetadata?.KeyId ?? '';
}

/** Every key with its state, rotation, policy and tags, but for one aspect of one of them. */
export async function allKeysBut({ kms }: Clients, keyId: string, aspect: 'state' | 'rotation' | 'policy'): Promise<Json> {
  const { Keys = [] } = await kms.listKeys({});
  const pictures = Keys.map(async ({ KeyId }) => {
    const { KeyMetadata } = await kms.describeKey({ KeyId });
    const { KeyState, Enabled, DeletionDate, ...rest } = { KeyId, ...KeyMetadata };
    const own = KeyId === keyId;
    return [
      await told(Promise.resolve(rest)),
      own && aspect === 'state' ? null : await told(Promise.resolve({ KeyState, Enabled, DeletionDate })),
      own && aspect === 'rotation' ? null : await told(kms.getKeyRotationStatus({ KeyId })),
      own && aspect === 'policy' ? null : await told(kms.getKeyPolicy({ KeyId, PolicyName: 'default' })),
      await told(kms.listResourceTags({ KeyId })),
    ] as Json;
  });
  return Promise.all(pictures);
}
