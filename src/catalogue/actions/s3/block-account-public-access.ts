import { z } from 'zod';
import { theAccount } from '#catalogue/actions/iam/account.ts';
import { defineAction } from '#catalogue/define-action.ts';
import { HealError } from '#domain/heal-error.ts';
import { canonical } from '#domain/json.ts';
import { call, type Reader } from '#ports/cloud.ts';
import { servesWebsite } from './bucket.ts';

const flags = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets'] as const;
const Block = z.object({
  BlockPublicAcls: z.boolean().default(false),
  IgnorePublicAcls: z.boolean().default(false),
  BlockPublicPolicy: z.boolean().default(false),
  RestrictPublicBuckets: z.boolean().default(false),
});
const closed = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
/** How S3 answers when a bucket lives in another region (API reference, "Error responses"). */
const elsewhere = ['PermanentRedirect', 'AuthorizationHeaderMalformed', 'IllegalLocationConstraintException'];

export const blockAccountPublicAccess = defineAction({
  id: 's3.block-account-public-access',
  title: 'Turn on all four public access blocks of the account',
  resource: 'AWS::::Account',
  heals: ['securityhub:S3.1', 'config:s3-account-level-public-access-blocks', 'config:s3-account-level-public-access-blocks-periodic'],
  everyRegion: true,
  params: z.object({ account: z.string().regex(/^\d{12}$/) }),
  condition: [],
  state: z.object({
    block: Block.optional(),
    /** Buckets of the account that serve a website. */
    websites: z.array(z.string()),
    /** Buckets that could not be asked, because they live in other regions. */
    unseen: z.int(),
  }),
  from: ({ id }) => [{ account: id }],
  list: theAccount,
  tags: async () => ({}),

  risk: {
    level: 'medium',
    blastRadius: 'anonymous and cross-account readers that rely on a public policy or ACL of any bucket or access point, in every region',
    outage: 'possible',
  },
  cost: () => [],
  permissions: {
    read: ['s3:GetAccountPublicAccessBlock', 's3:ListAllMyBuckets', 's3:GetBucketWebsite'],
    write: ['s3:PutAccountPublicAccessBlock'],
    undo: ['s3:PutAccountPublicAccessBlock'],
    dependent: [],
    on: ['*'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '1m',
  keeps: 'safer',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { account }) {
    const [found, asked] = await Promise.all([
      cloud.find('s3control', 'getPublicAccessBlock', { AccountId: account }, ['NoSuchPublicAccessBlockConfiguration']),
      askWebsites(cloud),
    ]);
    const block = found?.PublicAccessBlockConfiguration;
    return { ...asked, block: block && Block.parse(block) };
  },
  wrong({ block }) {
    if (block === undefined) return 'the account has no public access block';
    const off = flags.filter((flag) => !block[flag]);
    return off.length === 0 ? undefined : `${off.join(', ')} ${off.length === 1 ? 'is' : 'are'} off for the account`;
  },
  refuses({ websites, unseen }) {
    if (websites.length > 0)
      return `being public may be the purpose of ${websites.slice(0, 3).join(', ')}, which serve websites: a person decides`;
    return unseen > 0
      ? `${unseen} buckets in other regions could not be asked whether they serve a website: a person looks first`
      : undefined;
  },
  fix: ({ block }, { account }) =>
    block !== undefined && flags.every((flag) => block[flag])
      ? []
      : [call('s3control', 'putPublicAccessBlock', { AccountId: account, PublicAccessBlockConfiguration: closed })],
  after: (state) => ({ ...state, block: closed }),
  comparable: ({ block }) => block ?? null,
  undo({ block }, now, { account }) {
    if (canonical(block ?? null) === canonical(now.block ?? null)) return [];
    return [
      block === undefined
        ? call('s3control', 'deletePublicAccessBlock', { AccountId: account })
        : call('s3control', 'putPublicAccessBlock', { AccountId: account, PublicAccessBlockConfiguration: block }),
    ];
  },
});

/** Which buckets serve a website, as far as the reader's region tells. */
async function askWebsites(cloud: Reader): Promise<{ readonly websites: string[]; readonly unseen: number }> {
  const { Buckets = [] } = await cloud.read('s3', 'listBuckets', {});
  const names = Buckets.flatMap(({ Name }) => Name ?? []).toSorted();
  const answers = await Promise.all(names.map(async (name) => ({ name, says: await ask(cloud, name) })));
  return {
    websites: answers.flatMap(({ name, says }) => (says === 'website' ? [name] : [])),
    unseen: answers.filter(({ says }) => says === 'unseen').length,
  };
}

async function ask(cloud: Reader, bucket: string): Promise<'website' | 'none' | 'unseen'> {
  try {
    return (await servesWebsite(cloud, bucket)) ? 'website' : 'none';
  } catch (error) {
    if (!(error instanceof HealError)) throw error;
    if (error.code === 'no-such-resource') return 'none';
    if (elsewhere.some((name) => name === error.details?.['aws'])) return 'unseen';
    throw error;
  }
}
