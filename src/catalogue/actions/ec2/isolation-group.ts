import { z } from 'zod';
import type { Reader } from '#ports/cloud.ts';
import { readRules } from './security-group-rule.ts';

/** The security group without rules that an owner makes in each VPC where instances may be quarantined. */
export const isolationGroupName = 'selfheal-isolation';

/** A VPC's isolation group, and how many rules it has: it isolates only with none. */
export const Isolation = z.object({ id: z.string(), vpc: z.string(), rules: z.int() });
export type IsolationGroup = z.infer<typeof Isolation>;

/** Nothing when the VPC has no such group. */
export async function readIsolation(cloud: Reader, vpc: string | undefined): Promise<IsolationGroup | undefined> {
  if (vpc === undefined) return undefined;
  const { SecurityGroups = [] } = await cloud.read('ec2', 'describeSecurityGroups', {
    Filters: [
      { Name: 'vpc-id', Values: [vpc] },
      { Name: 'group-name', Values: [isolationGroupName] },
    ],
  });
  const id = SecurityGroups[0]?.GroupId;
  return id === undefined ? undefined : { id, vpc, rules: (await readRules(cloud, id)).length };
}
