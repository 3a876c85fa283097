import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import type { Call } from '#domain/call.ts';
import { call } from '#ports/cloud.ts';
import { listUsers, ours, userArns, userTags } from './user.ts';

const hourMs = 3_600_000;
/** Days after which Security Hub counts a key as unused (IAM.22) and as old (IAM.3). */
const limits = { unused: 45, old: 90 };
/** A key that a weekly job uses is in use. */
const inUseHours = 8 * 24;

const Key = z.object({
  id: z.string(),
  active: z.boolean(),
  ageDays: z.int(),
  /** Since it was last used, or else made. */
  idleHours: z.int(),
  service: z.string().optional(),
});
type Key = z.infer<typeof Key>;
const Params = z.object({
  userName: z.string().min(1),
  why: z.enum(['unused', 'old', 'compromised']),
  /** Just this key of the user; every one that fits when absent. */
  accessKeyId: z.string().optional(),
});
type Params = z.infer<typeof Params>;

export const deactivateAccessKey = defineAction({
  id: 'iam.deactivate-access-key',
  title: 'Deactivate unused, old or compromised access keys of a user',
  resource: 'AWS::IAM::User',
  heals: [
    { id: 'securityhub:IAM.3', where: { why: 'old' } },
    { id: 'securityhub:IAM.8', where: { why: 'unused' } },
    { id: 'securityhub:IAM.22', where: { why: 'unused' } },
    { id: 'config:access-keys-rotated', where: { why: 'old' } },
    { id: 'config:iam-user-unused-credentials-check', where: { why: 'unused' } },
  ],
  params: Params,
  condition: ['why', 'accessKeyId'],
  state: z.object({ keys: z.array(Key) }),
  from: ({ id }) => [
    { userName: id, why: 'unused' as const },
    { userName: id, why: 'old' as const },
  ],
  list: listUsers,
  tags: userTags,

  risk: { level: 'medium', blastRadius: 'every program that still uses the key', outage: 'possible' },
  cost: () => [],
  permissions: {
    read: ['iam:ListAccessKeys', 'iam:GetAccessKeyLastUsed', 'iam:ListUsers', 'iam:ListUserTags'],
    write: ['iam:UpdateAccessKey'],
    undo: ['iam:UpdateAccessKey'],
    dependent: [],
    on: userArns,
  },
  repeat: 'safe',
  rounds: 1,
  settles: '30s',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { userName }) {
    const { AccessKeyMetadata = [] } = await cloud.read('iam', 'listAccessKeys', { UserName: userName });
    const hoursSince = (at: Date | undefined): number => Math.max(0, Math.floor((cloud.now() - (at?.getTime() ?? 0)) / hourMs));
    const keys = AccessKeyMetadata.map(async ({ AccessKeyId: id, Status, CreateDate }) => {
      const { AccessKeyLastUsed: used } = await cloud.read('iam', 'getAccessKeyLastUsed', { AccessKeyId: id });
      return Key.parse({
        id,
        active: Status === 'Active',
        ageDays: Math.floor(hoursSince(CreateDate) / 24),
        idleHours: hoursSince(used?.LastUsedDate ?? CreateDate),
        ...(used?.LastUsedDate === undefined ? {} : { service: used.ServiceName }),
      });
    });
    return { keys: await Promise.all(keys) };
  },
  wrong({ keys }, params) {
    const found = bad(keys, params).map((key) => `${key.id} ${describe(key, params)}`);
    return found.length === 0 ? undefined : found.join(', ');
  },
  refuses({ keys }, params) {
    const busy = bad(keys, params).find(({ idleHours }) => params.why === 'old' && idleHours < inUseHours);
    const where = busy?.service === undefined || busy.service === 'N/A' ? '' : ` for ${busy.service}`;
    if (busy !== undefined)
      return `${busy.id} was used${where} ${Math.floor(busy.idleHours / 24)} days ago: its program gets another key first, so a person rotates it`;
    return ours(params.userName);
  },
  fix: ({ keys }, params) => bad(keys, params).map(({ id }) => set(params, id, 'Inactive')),
  after: ({ keys }, params) => ({ keys: keys.map((key) => (isBad(key, params) ? { ...key, active: false } : key)) }),
  comparable: ({ keys }) => keys.map(({ id, active }) => `${id} ${active ? 'active' : 'inactive'}`).toSorted(),
  undo(before, now, params) {
    const off = new Set(now.keys.flatMap(({ id, active }) => (active ? [] : [id])));
    return bad(before.keys, params).flatMap(({ id }) => (off.has(id) ? [set(params, id, 'Active')] : []));
  },
});

function isBad({ id, active, ageDays, idleHours }: Key, { why, accessKeyId }: Params): boolean {
  if (!active || (accessKeyId !== undefined && accessKeyId !== id)) return false;
  if (why === 'unused') return idleHours >= limits.unused * 24;
  return why === 'compromised' || ageDays > limits.old;
}
const bad = (keys: readonly Key[], params: Params): Key[] => keys.filter((key) => isBad(key, params));

function describe({ ageDays, idleHours }: Key, { why }: Params): string {
  if (why === 'compromised') return 'is compromised and still active';
  return why === 'old' ? `is ${ageDays} days old` : `was not used for ${Math.floor(idleHours / 24)} days`;
}

const set = ({ userName }: Params, AccessKeyId: string, Status: 'Active' | 'Inactive'): Call =>
  call('iam', 'updateAccessKey', { UserName: userName, AccessKeyId, Status });
