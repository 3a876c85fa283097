import { z } from 'zod';
import type { Reader } from '#ports/cloud.ts';

const hourMs = 3_600_000;
/** Days after which Security Hub counts a key as old (IAM.3). */
const oldDays = 90;
/** A key that a weekly job uses is in use. */
const inUseHours = 8 * 24;

const AccessKey = z.object({
  id: z.string(),
  active: z.boolean(),
  ageDays: z.int(),
  /** Since it was last used, or else made. */
  idleHours: z.int(),
  service: z.string().optional(),
});
export type AccessKey = Readonly<z.infer<typeof AccessKey>>;
export const AccessKeys = z.object({ keys: z.array(AccessKey) });

/** Every access key of a user. Throws `no-such-resource` when there is no such user. */
export async function readAccessKeys(cloud: Reader, userName: string): Promise<z.infer<typeof AccessKeys>> {
  const { AccessKeyMetadata = [] } = await cloud.read('iam', 'listAccessKeys', { UserName: userName });
  const hoursSince = (at: Date | undefined): number => Math.max(0, Math.floor((cloud.now() - (at?.getTime() ?? 0)) / hourMs));
  const keys = AccessKeyMetadata.map(async ({ AccessKeyId: id, Status, CreateDate }) => {
    const { AccessKeyLastUsed: used } = await cloud.read('iam', 'getAccessKeyLastUsed', { AccessKeyId: id });
    return AccessKey.parse({
      id,
      active: Status === 'Active',
      ageDays: Math.floor(hoursSince(CreateDate) / 24),
      idleHours: hoursSince(used?.LastUsedDate ?? CreateDate),
      ...(used?.LastUsedDate === undefined ? {} : { service: used.ServiceName }),
    });
  });
  return { keys: await Promise.all(keys) };
}

export const isOld = ({ ageDays }: AccessKey): boolean => ageDays > oldDays;
export const inUse = ({ idleHours }: AccessKey): boolean => idleHours < inUseHours;
/** An active key that is not old: what programs should use by now. */
export const successorOf = (keys: readonly AccessKey[]): AccessKey | undefined => keys.find((key) => key.active && !isOld(key));
