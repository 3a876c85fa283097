import { evidencePermissions } from '#catalogue/evidence/permissions.ts';
import { leastPrivilege } from '#catalogue/iam/policies.ts';
import { asTerraform } from '#catalogue/iam/terraform.ts';
import { loadPolicy } from '#config/load-policy.ts';
import { HealError } from '#domain/heal-error.ts';
import { defineCommand } from '#entry/cli/command.ts';
import { exitStatus } from '#entry/cli/exit-status.ts';
import { plain } from '#entry/cli/plain-text.ts';
import { accountId, oneOf } from '#entry/cli/read-option.ts';
import { unknownName } from '#entry/cli/unknown-name.ts';
import { catalogueOf } from '#worlds/catalogue-of.ts';

interface Options {
  readonly terraform?: boolean;
  readonly account?: string;
  readonly region?: string;
  readonly partition: string;
}

const partitions = ['aws', 'aws-cn', 'aws-us-gov'] as const;

/** The least that Selfheal needs, as policies: for all actions or for those that are named. */
export const iam = defineCommand<Options>({
  arguments: [['[action...]', 'only what these need; all actions when none is named']],
  options: [
    { flags: '--terraform', what: 'as Terraform: both roles with their policies' },
    { flags: '--account <id>', what: 'only resources of this account', read: accountId },
    { flags: '--region <region>', what: 'only resources of this region' },
    { flags: '--partition <name>', what: partitions.join(', '), read: oneOf(partitions), default: 'aws' },
  ],
  examples: ['iam', 'iam s3.block-public-access ec2.revoke-open-ingress', 'iam --terraform > selfheal-roles.tf'],
  async run({ terminal, json, policyFile }, wanted, { terraform, account, region, partition }) {
    if (terraform === true && json) throw new HealError('bad-input', 'Terraform is no JSON: say --terraform or --json, not both.');
    const { catalogue, refused } = await catalogueOf(policyFile);
    for (const { message } of refused()) terminal.notice(`selfheal: ${plain(message)}`);
    const all = await catalogue.actions();
    const known = all.map(({ id }) => id);
    for (const id of wanted) if (!known.includes(id)) throw unknownName('action', id, known, 'selfheal actions');
    const chosen = wanted.length === 0 ? all : all.filter(({ id }) => wanted.includes(id));
    const place = { partition, ...(account === undefined ? {} : { account }), ...(region === undefined ? {} : { region }) };
    const { policy } = await loadPolicy(policyFile);
    const policies = leastPrivilege(chosen, place, evidencePermissions(policy.evidence));
    if (terraform === true) terminal.print(asTerraform(policies).trimEnd());
    else if (json) terminal.printJson(policies);
    else terminal.print(JSON.stringify(policies, undefined, 2));
    return exitStatus.done;
  },
});
