import type { CreateLoadBalancerCommandInput, LoadBalancerAttribute } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Json } from '#domain/json.ts';
import { type Absent, type Clients, text, told, type Variant } from './variant.ts';

const attribute = 'deletion_protection.enabled';

/** Makes a load balancer with attributes; gives the end of its ARN. */
async function make(
  { elbv2, ec2 }: Clients,
  settings: CreateLoadBalancerCommandInput,
  attributes: LoadBalancerAttribute[],
): Promise<string> {
  const { Subnets = [] } = await ec2.describeSubnets({ Filters: [{ Name: 'default-for-az', Values: ['true'] }] });
  const ids = Subnets.flatMap(({ SubnetId }) => SubnetId ?? []).slice(0, 2);
  const { LoadBalancers = [] } = await elbv2.createLoadBalancer({ Subnets: ids, ...settings });
  const LoadBalancerArn = LoadBalancers[0]?.LoadBalancerArn ?? '';
  await elbv2.modifyLoadBalancerAttributes({ LoadBalancerArn, Attributes: attributes });
  return LoadBalancerArn.split(':loadbalancer/')[1] ?? '';
}

/** Every load balancer with its attributes and tags; of the one without this attribute. */
async function neighbours({ elbv2 }: Clients, id: string): Promise<Json> {
  const { LoadBalancers = [] } = await elbv2.describeLoadBalancers({});
  const pictures = LoadBalancers.map(async (balancer) => {
    const { LoadBalancerArn = '' } = balancer;
    const { Attributes = [] } = await elbv2.describeLoadBalancerAttributes({ LoadBalancerArn });
    const kept = Attributes.filter(({ Key }) => !LoadBalancerArn.endsWith(id) || Key !== attribute);
    const sorted = kept.toSorted((a, b) => (a.Key ?? '').localeCompare(b.Key ?? ''));
    return { ...balancer, attributes: sorted, tags: await told(elbv2.describeTags({ ResourceArns: [LoadBalancerArn] })) };
  });
  return JSON.parse(JSON.stringify(await Promise.all(pictures))) as Json;
}

const around: Variant['neighbours'] = (clients, params) => neighbours(clients, text(params, 'loadBalancer'));
const turnOff: Variant['break'] = ({ elbv2, site }, params) =>
  elbv2.modifyLoadBalancerAttributes({
    LoadBalancerArn: `arn:aws:elasticloadbalancing:${site.region}:${site.account}:loadbalancer/${text(params, 'loadBalancer')}`,
    Attributes: [{ Key: attribute, Value: 'false' }],
  });
const on = { Key: attribute, Value: 'true' };

export const variants: readonly Variant[] = [
  {
    title: 'an application load balancer with a long timeout loses its protection',
    setUp: async (clients) => ({
      loadBalancer: await make(clients, { Name: 'web', Tags: [{ Key: 'owner', Value: 'shop' }] }, [
        on,
        { Key: 'idle_timeout.timeout_seconds', Value: '300' },
      ]),
    }),
    break: turnOff,
    neighbours: around,
  },
  {
    title: 'a network load balancer loses it, beside one that never had it',
    async setUp(clients) {
      await make(clients, { Name: 'scratch' }, []);
      return { loadBalancer: await make(clients, { Name: 'edge', Type: 'network' }, [on]) };
    },
    break: turnOff,
    neighbours: around,
  },
  {
    title: 'an internal load balancer loses it, beside one that has it',
    async setUp(clients) {
      await make(clients, { Name: 'front' }, [on]);
      return { loadBalancer: await make(clients, { Name: 'inside', Scheme: 'internal' }, [on]) };
    },
    break: turnOff,
    neighbours: around,
  },
];

export const absent: Absent = { id: 'app/none/0123456789abcdef' };
