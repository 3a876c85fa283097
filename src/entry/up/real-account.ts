import { HealError } from '#domain/heal-error.ts';
import type { World } from './up-file.ts';
import { whoAmI } from './who-am-i.ts';

/** What a person says about a real account; what is missing comes from the AWS configuration. */
export interface RealAccount {
  readonly region?: string;
  readonly account?: string;
  readonly readRole?: string;
  readonly writeRole?: string;
}

/** A real account as a world: dry run, unless the policy says otherwise. Throws HealError `aws-unreachable` when AWS does not answer. */
export async function realAccount({ region, account, readRole, writeRole }: RealAccount): Promise<World> {
  const me = await whoAmI({ region });
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
