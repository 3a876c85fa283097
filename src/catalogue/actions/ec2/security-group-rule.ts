import { z } from 'zod';
import { canonical } from '#domain/json.ts';
import type { Reader } from '#ports/cloud.ts';

/** One rule of a security group, in either direction. */
export const SecurityGroupRule = z.object({
  id: z.string(),
  egress: z.boolean(),
  protocol: z.string(),
  from: z.int(),
  to: z.int(),
  /** A CIDR range, a prefix list (`pl-…`) or a security group (`sg-…`). */
  peer: z.string(),
  /** The account of a group that belongs to another one, and how its network is reached. */
  peerAccount: z.string().optional(),
  peering: z.string().optional(),
  description: z.string().optional(),
  tags: z.record(z.string(), z.string()),
});
export type SecurityGroupRule = z.infer<typeof SecurityGroupRule>;

/** Every rule of a group. */
export async function readRules(cloud: Reader, groupId: string): Promise<readonly SecurityGroupRule[]> {
  const { SecurityGroupRules = [] } = await cloud.read('ec2', 'describeSecurityGroupRules', {
    Filters: [{ Name: 'group-id', Values: [groupId] }],
  });
  return SecurityGroupRules.map((rule) => {
    const group = rule.ReferencedGroupInfo;
    return SecurityGroupRule.parse({
      id: rule.SecurityGroupRuleId,
      egress: rule.IsEgress === true,
      protocol: rule.IpProtocol,
      from: rule.FromPort ?? -1,
      to: rule.ToPort ?? -1,
      peer: rule.CidrIpv4 ?? rule.CidrIpv6 ?? rule.PrefixListId ?? group?.GroupId,
      peerAccount: group?.UserId === cloud.site.account ? undefined : group?.UserId,
      peering: group?.VpcPeeringConnectionId,
      description: rule.Description,
      tags: Object.fromEntries((rule.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
    });
  });
}

/** What a rule is apart from the id that AWS gave it: a rule that is made again gets another one. */
export const withoutId = (rule: SecurityGroupRule): string => canonical({ ...rule, id: undefined });

/** The part of an authorize call that makes the rule again. */
export function permissionOf(rule: SecurityGroupRule) {
  const Tags = Object.entries(rule.tags).map(([Key, Value]) => ({ Key, Value }));
  return {
    IpPermissions: [{ IpProtocol: rule.protocol, FromPort: rule.from, ToPort: rule.to, ...peerOf(rule) }],
    ...(Tags.length === 0 ? {} : { TagSpecifications: [{ ResourceType: 'security-group-rule' as const, Tags }] }),
  };
}

function peerOf({ peer, peerAccount, peering, description }: SecurityGroupRule) {
  const Description = description === undefined ? {} : { Description: description };
  if (peer.startsWith('sg-')) {
    const UserId = peerAccount === undefined ? {} : { UserId: peerAccount };
    const VpcPeeringConnectionId = peering === undefined ? {} : { VpcPeeringConnectionId: peering };
    return { UserIdGroupPairs: [{ GroupId: peer, ...UserId, ...VpcPeeringConnectionId, ...Description }] };
  }
  if (peer.startsWith('pl-')) return { PrefixListIds: [{ PrefixListId: peer, ...Description }] };
  return peer.includes(':') ? { Ipv6Ranges: [{ CidrIpv6: peer, ...Description }] } : { IpRanges: [{ CidrIp: peer, ...Description }] };
}
