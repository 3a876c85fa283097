import { z } from 'zod';
import { HealError } from '#domain/heal-error.ts';
import type { Reader } from '#ports/cloud.ts';

const anywhere = ['0.0.0.0/0', '::/0'];
/** Ports of remote administration (Security Hub control EC2.21). */
const ports = [22, 3389];
/** AWS's own last entries, which deny the rest and cannot be changed. */
const firstFixed = 32_767;

/** One incoming entry of a network ACL. */
export const AclEntry = z.object({
  number: z.int(),
  action: z.enum(['allow', 'deny']),
  /** A protocol's number; `-1` is all of them. */
  protocol: z.string(),
  cidr: z.string(),
  from: z.int().optional(),
  to: z.int().optional(),
  icmpType: z.int().optional(),
  icmpCode: z.int().optional(),
});
export type AclEntry = z.infer<typeof AclEntry>;

/** The incoming entries of a network ACL by their numbers. Throws `no-such-resource`. */
export async function readAcl(cloud: Reader, networkAclId: string): Promise<{ readonly isDefault: boolean; readonly entries: AclEntry[] }> {
  const { NetworkAcls = [] } = await cloud.read('ec2', 'describeNetworkAcls', { NetworkAclIds: [networkAclId] });
  const [acl] = NetworkAcls;
  if (acl === undefined) throw new HealError('no-such-resource', `${networkAclId} is not a network ACL in ${cloud.site.region}.`);
  const entries = (acl.Entries ?? [])
    .filter(({ Egress, RuleNumber = 0 }) => Egress !== true && RuleNumber < firstFixed)
    .map((entry) =>
      AclEntry.parse({
        number: entry.RuleNumber,
        action: entry.RuleAction,
        protocol: entry.Protocol,
        cidr: entry.CidrBlock ?? entry.Ipv6CidrBlock,
        from: entry.PortRange?.From,
        to: entry.PortRange?.To,
        icmpType: entry.IcmpTypeCode?.Type,
        icmpCode: entry.IcmpTypeCode?.Code,
      }),
    );
  return { isDefault: acl.IsDefault === true, entries: entries.toSorted((a, b) => a.number - b.number) };
}

/** Entries that let the whole internet reach a port of remote administration, and are not overruled by an earlier one that denies it. */
export const openEntries = (entries: readonly AclEntry[]): AclEntry[] =>
  entries.filter(
    (entry) =>
      entry.action === 'allow' &&
      ports.some(
        (port) =>
          reaches(entry, port) &&
          !entries.some(
            (other) => other.action === 'deny' && other.number < entry.number && other.cidr === entry.cidr && reaches(other, port),
          ),
      ),
  );

/** Ports mean something only for TCP (6) and for all protocols; an entry for TCP without a range has all ports. */
const reaches = ({ cidr, protocol, from = 0, to = 65_535 }: AclEntry, port: number): boolean =>
  anywhere.includes(cidr) && (protocol === '-1' || (protocol === '6' && from <= port && port <= to));

/** Does it let through more than one port of remote administration? */
export const isWide = ({ protocol, from, to }: AclEntry): boolean => protocol === '-1' || from === undefined || from !== to;

/** The part of a create or replace call that says what an entry is. */
export const contentOf = ({ number, action, protocol, cidr, from, to, icmpType, icmpCode }: AclEntry) => ({
  RuleNumber: number,
  Egress: false,
  RuleAction: action,
  Protocol: protocol,
  ...(cidr.includes(':') ? { Ipv6CidrBlock: cidr } : { CidrBlock: cidr }),
  ...(from === undefined || to === undefined ? {} : { PortRange: { From: from, To: to } }),
  ...(icmpType === undefined || icmpCode === undefined ? {} : { IcmpTypeCode: { Type: icmpType, Code: icmpCode } }),
});
