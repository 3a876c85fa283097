import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import type { Call } from '#domain/call.ts';
import { call } from '#ports/cloud.ts';
import { type AccessKey, AccessKeys, inUse, isOld, readAccessKeys, successorOf } from './access-key.ts';
import { listUsers, ours, userArns, userTags } from './user.ts';

/** Days after which Security Hub counts a key as unused (IAM.22). */
const unusedDays = 45;

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
  state: AccessKeys,
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

  observe: (cloud, { userName }) => readAccessKeys(cloud, userName),
  wrong({ keys }, params) {
    const found = bad(keys, params).map((key) => `${key.id} ${describe(key, params)}`);
    return found.length === 0 ? undefined : found.join(', ');
  },
  refuses({ keys }, params) {
    const busy = params.why === 'old' ? bad(keys, params).find(inUse) : undefined;
    const where = busy?.service === undefined || busy.service === 'N/A' ? '' : ` for ${busy.service}`;
    if (busy !== undefined)
      return `${busy.id} was used${where} ${Math.floor(busy.idleHours / 24)} days ago: its program has not taken ${successorOf(keys)?.id ?? 'another key'} yet`;
    return ours(params.userName);
  },
  fix: ({ keys }, params) => bad(keys, params).map(({ id }) => set(params, id, 'Inactive')),
  after: ({ keys }, params) => ({ keys: keys.map((key) => (isBad(key, keys, params) ? { ...key, active: false } : key)) }),
  comparable: ({ keys }) => keys.map(({ id, active }) => `${id} ${active ? 'active' : 'inactive'}`).toSorted(),
  undo(before, now, params) {
    const off = new Set(now.keys.flatMap(({ id, active }) => (active ? [] : [id])));
    return bad(before.keys, params).flatMap(({ id }) => (off.has(id) ? [set(params, id, 'Active')] : []));
  },
});

/** An old key that is in use is first rotated, by `iam.rotate-access-key`: only then has it a successor. */
function isBad(key: AccessKey, keys: readonly AccessKey[], { why, accessKeyId }: Params): boolean {
  if (!key.active || (accessKeyId !== undefined && accessKeyId !== key.id)) return false;
  if (why === 'unused') return key.idleHours >= unusedDays * 24;
  return why === 'compromised' || (isOld(key) && (!inUse(key) || successorOf(keys) !== undefined));
}
const bad = (keys: readonly AccessKey[], params: Params): AccessKey[] => keys.filter((key) => isBad(key, keys, params));

function describe({ ageDays, idleHours }: AccessKey, { why }: Params): string {
  if (why === 'compromised') return 'is compromised and still active';
  return why === 'old' ? `is ${ageDays} days old` : `was not used for ${Math.floor(idleHours / 24)} days`;
}

const set = ({ userName }: Params, AccessKeyId: string, Status: 'Active' | 'Inactive'): Call =>
  call('iam', 'updateAccessKey', { UserName: userName, AccessKeyId, Status });
