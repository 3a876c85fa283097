import { HealError } from '#domain/heal-error.ts';
import type { World } from './up-file.ts';
import { whoAmI } from './who-am-i.ts';

/** What a person says about a real account; what is missing comes from the AWS configuration. */
export interface RealAccount {
  readonly region?: string | undefined;
  readonly account?: string | undefined;
  readonly readRole?: string | undefined;
  readonly writeRole?: string | undefined;
}

/** A real account as a world: dry run, unless the policy says otherwise. Throws HealError `aws-unreachable` when AWS does not answer. */
export async function realAccount({ region, account, readRole, writeRole }: RealAccount): Promise<World> {
  // The AWS CLI reads the second name, the SDK only the first.
  const me = await whoAmI({ region: region ?? process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'] });
  if (account !== undefined && account !== me.account && readRole === undefined)
    throw new HealError(
      'bad-input',
      `Your credentials belong to account ${me.account}: to look at ${account}, name a role that may be assumed there with --read-role.`,
    );
  return {
    kind: 'aws',
    endpoint: null,
    account: account ?? me.account,
    region: me.region,
    keys: null,
    readRole: readRole ?? null,
    writeRole: writeRole ?? null,
    mode: 'dry-run',
  };
}
