import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import type { Call } from '#domain/call.ts';
import { canonical } from '#domain/json.ts';
import { call } from '#ports/cloud.ts';
import { theAccount } from './account.ts';

/** What the CIS benchmark asks for (Security Hub IAM.15, IAM.16 and IAM.17); an expiry only where a finding asks for one. */
const asked = { length: 14, remembered: 24, days: 90 };
/** What holds where an account has no policy of its own, as far as a policy can say it (IAM user guide, "Default password policy"). */
const none = { length: 8, symbols: false, numbers: false, upper: false, lower: false, change: false, hard: false };

const Policy = z.object({
  length: z.int(),
  symbols: z.boolean(),
  numbers: z.boolean(),
  upper: z.boolean(),
  lower: z.boolean(),
  /** May users change their own passwords? */
  change: z.boolean(),
  /** Is an expired password reset by administrators only? */
  hard: z.boolean(),
  /** So many earlier passwords cannot be used again; none when absent. */
  remembered: z.int().positive().optional(),
  /** Passwords expire after so many days; never when absent. */
  days: z.int().positive().optional(),
});
type Policy = z.infer<typeof Policy>;
const Params = z.object({ account: z.string().regex(/^\d{12}$/), expiry: z.enum(['any', 'within-90-days']) });
type Params = z.infer<typeof Params>;

const strong = (expiry: Params['expiry'], ...ids: readonly string[]) => ids.map((id) => ({ id, where: { expiry } }));

export const setPasswordPolicy = defineAction({
  id: 'iam.set-password-policy',
  title: 'Strengthen the password policy of the account',
  resource: 'AWS::::Account',
  heals: [
    ...strong('any', ...[7, 11, 12, 13, 14, 15, 16].map((control) => `securityhub:IAM.${control}`)),
    ...strong('within-90-days', 'securityhub:IAM.10', 'securityhub:IAM.17', 'config:iam-password-policy'),
  ],
  everyRegion: true,
  params: Params,
  condition: ['expiry'],
  state: z.strictObject({ policy: Policy.optional() }),
  from: ({ id }) => [
    { account: id, expiry: 'any' as const },
    { account: id, expiry: 'within-90-days' as const },
  ],
  list: theAccount,
  tags: async () => ({}),

  risk: {
    level: 'low',
    blastRadius:
      'people with console passwords: at their next change, and where passwords expire at their next sign-in, when they choose a new one themselves',
    outage: 'none',
  },
  cost: () => [],
  permissions: {
    read: ['iam:GetAccountPasswordPolicy'],
    write: ['iam:UpdateAccountPasswordPolicy'],
    undo: ['iam:UpdateAccountPasswordPolicy', 'iam:DeleteAccountPasswordPolicy'],
    dependent: [],
    on: ['*'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '30s',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud) {
    const found = await cloud.find('iam', 'getAccountPasswordPolicy', {}, ['NoSuchEntity', 'NoSuchEntityException']);
    const policy = found?.PasswordPolicy;
    if (policy === undefined) return {};
    return {
      policy: Policy.parse({
        length: policy.MinimumPasswordLength ?? none.length,
        symbols: policy.RequireSymbols ?? false,
        numbers: policy.RequireNumbers ?? false,
        upper: policy.RequireUppercaseCharacters ?? false,
        lower: policy.RequireLowercaseCharacters ?? false,
        change: policy.AllowUsersToChangePassword ?? false,
        hard: policy.HardExpiry ?? false,
        remembered: policy.PasswordReusePrevention || undefined,
        days: policy.MaxPasswordAge || undefined,
      }),
    };
  },
  wrong({ policy }, params) {
    const weak = weaknesses(policy ?? none, params);
    if (policy === undefined) return 'the account has no password policy of its own';
    return weak.length === 0 ? undefined : weak.join(', ');
  },
  refuses({ policy }, { expiry }) {
    if (policy?.hard !== true || policy.days !== undefined || expiry === 'any') return undefined;
    return 'expired passwords could be reset by administrators only: an expiry may lock people out, so a person introduces it';
  },
  fix: ({ policy }, params) => (policy === undefined || weaknesses(policy, params).length > 0 ? [put(raised(policy ?? none, params))] : []),
  after: ({ policy }, params) => ({ policy: raised(policy ?? none, params) }),
  comparable: (state) => state,
  undo({ policy }, now) {
    if (canonical(policy ?? null) === canonical(now.policy ?? null)) return [];
    return [policy === undefined ? call('iam', 'deleteAccountPasswordPolicy', {}) : put(policy)];
  },
});

function weaknesses({ length, symbols, numbers, upper, lower, remembered = 0, days }: Policy, { expiry }: Params): string[] {
  return [
    ...(length < asked.length ? [`passwords of ${length} characters are long enough`] : []),
    ...(upper ? [] : ['no uppercase letter is required']),
    ...(lower ? [] : ['no lowercase letter is required']),
    ...(symbols ? [] : ['no symbol is required']),
    ...(numbers ? [] : ['no number is required']),
    ...(remembered < asked.remembered ? [`${remembered} earlier passwords are remembered, not ${asked.remembered}`] : []),
    ...(expiry === 'any' || (days !== undefined && days <= asked.days) ? [] : [`passwords do not expire within ${asked.days} days`]),
  ];
}

/** What is stronger already stays. */
function raised(policy: Policy, { expiry }: Params): Policy {
  const days = expiry === 'any' ? policy.days : Math.min(policy.days ?? asked.days, asked.days);
  return {
    ...policy,
    // Whose password expires must be able to choose the next one: without this right it would be a lock-out.
    change: policy.change || policy.days !== days,
    length: Math.max(policy.length, asked.length),
    symbols: true,
    numbers: true,
    upper: true,
    lower: true,
    remembered: Math.max(policy.remembered ?? 0, asked.remembered),
    ...(days === undefined ? {} : { days }),
  };
}

/** AWS sets what is not mentioned to its default, so everything is. */
const put = (policy: Policy): Call =>
  call('iam', 'updateAccountPasswordPolicy', {
    MinimumPasswordLength: policy.length,
    RequireSymbols: policy.symbols,
    RequireNumbers: policy.numbers,
    RequireUppercaseCharacters: policy.upper,
    RequireLowercaseCharacters: policy.lower,
    AllowUsersToChangePassword: policy.change,
    HardExpiry: policy.hard,
    PasswordReusePrevention: policy.remembered,
    MaxPasswordAge: policy.days,
  });
