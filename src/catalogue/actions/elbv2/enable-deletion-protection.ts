import { z } from 'zod';
import { defineAction } from '#catalogue/define-action.ts';
import type { Call } from '#domain/call.ts';
import type { Tags } from '#domain/facts.ts';
import type { ResourceRef, Site } from '#domain/resource-ref.ts';
import { call, type Reader } from '#ports/cloud.ts';

const attribute = 'deletion_protection.enabled';
const type = 'AWS::ElasticLoadBalancingV2::LoadBalancer';

/** Every source names a load balancer by the end of its ARN: `app/web/50dc6c495c0c9188`. */
const arnOf = ({ partition, region, account }: Site, id: string): string =>
  `arn:${partition}:elasticloadbalancing:${region}:${account}:loadbalancer/${id}`;

export const enableDeletionProtection = defineAction({
  id: 'elbv2.enable-deletion-protection',
  title: 'Protect a load balancer against deletion',
  resource: type,
  heals: ['securityhub:ELB.6', 'config:elb-deletion-protection-enabled'],
  params: z.object({ loadBalancer: z.string().regex(/^(app|net|gwy)\/[^/]+\/[0-9a-f]+$/) }),
  condition: [],
  state: z.object({ arn: z.string(), protected: z.boolean() }),
  from: ({ id }) => [{ loadBalancer: id }],
  list: listLoadBalancers,
  tags: loadBalancerTags,

  risk: {
    level: 'low',
    blastRadius: 'whoever wants to delete the load balancer, and has to take the protection away first',
    outage: 'none',
  },
  cost: () => [],
  permissions: {
    read: [
      'elasticloadbalancing:DescribeLoadBalancers',
      'elasticloadbalancing:DescribeLoadBalancerAttributes',
      'elasticloadbalancing:DescribeTags',
    ],
    write: ['elasticloadbalancing:ModifyLoadBalancerAttributes'],
    undo: ['elasticloadbalancing:ModifyLoadBalancerAttributes'],
    dependent: [],
    on: ['arn:{partition}:elasticloadbalancing:{region}:{account}:loadbalancer/{loadBalancer}'],
  },
  repeat: 'safe',
  rounds: 1,
  settles: '30s',
  keeps: 'before',
  recorded: false,
  exercised: { on: 'emulator' },

  async observe(cloud, { loadBalancer }) {
    const LoadBalancerArn = arnOf(cloud.site, loadBalancer);
    const { Attributes = [] } = await cloud.read('elbv2', 'describeLoadBalancerAttributes', { LoadBalancerArn });
    return { arn: LoadBalancerArn, protected: Attributes.find(({ Key }) => Key === attribute)?.Value === 'true' };
  },
  wrong: (state) => (state.protected ? undefined : 'anyone who may can delete the load balancer with one call'),
  refuses: () => undefined,
  fix: (state) => (state.protected ? [] : [protect(state.arn, true)]),
  after: (state) => ({ ...state, protected: true }),
  comparable: (state) => state,
  undo: (before, now) => (!before.protected && now.protected ? [protect(before.arn, false)] : []),
});

/** One attribute: those that the call does not name stay (API reference of ModifyLoadBalancerAttributes). */
const protect = (LoadBalancerArn: string, on: boolean): Call =>
  call('elbv2', 'modifyLoadBalancerAttributes', { LoadBalancerArn, Attributes: [{ Key: attribute, Value: String(on) }] });

async function listLoadBalancers(reader: Reader): Promise<readonly ResourceRef[]> {
  const { LoadBalancers = [] } = await reader.read('elbv2', 'describeLoadBalancers', {});
  return LoadBalancers.flatMap(({ LoadBalancerArn: arn }) => {
    const id = arn?.split(':loadbalancer/')[1];
    return id === undefined || arn === undefined ? [] : [{ type, id, arn, ...reader.site }];
  });
}

async function loadBalancerTags(reader: Reader, { id }: ResourceRef): Promise<Tags> {
  const { TagDescriptions = [] } = await reader.read('elbv2', 'describeTags', { ResourceArns: [arnOf(reader.site, id)] });
  const tags = TagDescriptions.flatMap(({ Tags: each = [] }) => each);
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}
