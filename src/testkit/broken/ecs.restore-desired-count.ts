import type { CreateServiceCommandInput } from '@aws-sdk/client-ecs';
import type { Json, JsonObject } from '#domain/json.ts';
import { type Absent, type Clients, text, type Variant } from './variant.ts';

const guarded = [{ key: 'selfheal:guarded', value: 'true' }];

/** A service with so many tasks, running. */
async function makeService(
  { ecs }: Clients,
  name: string,
  desiredCount: number,
  settings: Partial<CreateServiceCommandInput> = {},
): Promise<void> {
  const { cluster = 'default' } = settings;
  await ecs.createCluster({ clusterName: cluster });
  await ecs.registerTaskDefinition({ family: name, containerDefinitions: [{ name, image: 'shop/web', memory: 64 }] });
  await ecs.createService({
    cluster,
    serviceName: name,
    taskDefinition: name,
    desiredCount,
    launchType: 'EC2',
    tags: guarded,
    ...settings,
  });
  await ecs.updateService({ cluster, service: name, desiredCount });
}

/** Every service of every cluster; of the service itself all but its tasks. */
async function neighbours({ ecs }: Clients, { service, cluster }: JsonObject): Promise<Json> {
  const { clusterArns = [] } = await ecs.listClusters({});
  const pictures = clusterArns.map(async (arn) => {
    const { serviceArns = [] } = await ecs.listServices({ cluster: arn });
    if (serviceArns.length === 0) return [];
    const { services = [] } = await ecs.describeServices({ cluster: arn, services: serviceArns, include: ['TAGS'] });
    return services.map(({ desiredCount, runningCount, pendingCount, ...described }) => {
      const rest = { ...described, deployments: undefined, events: undefined };
      return rest.serviceName === service && arn.endsWith(`/${cluster as string}`)
        ? rest
        : { ...rest, desiredCount, runningCount, pendingCount };
    });
  });
  return JSON.parse(JSON.stringify(await Promise.all(pictures))) as Json;
}

const empty: Variant['break'] = ({ ecs }, params) =>
  ecs.updateService({ cluster: text(params, 'cluster'), service: text(params, 'service'), desiredCount: 0 });

export const variants: readonly Variant[] = [
  {
    title: 'one of two services of a cluster is scaled to zero',
    async setUp(clients) {
      await makeService(clients, 'api', 1, { cluster: 'shop' });
      await makeService(clients, 'web', 3, { cluster: 'shop' });
      return { service: 'web', cluster: 'shop' };
    },
    break: empty,
    neighbours,
  },
  {
    title: 'a service is scaled to zero that has a namesake in another cluster',
    async setUp(clients) {
      await makeService(clients, 'web', 2, { cluster: 'staging' });
      await makeService(clients, 'web', 4, { cluster: 'production' });
      return { service: 'web', cluster: 'production' };
    },
    break: empty,
    neighbours,
  },
  {
    title: 'a service of the default cluster is scaled to zero, beside one that was before',
    async setUp(clients) {
      await makeService(clients, 'retired', 0);
      await makeService(clients, 'mail', 1, { tags: [...guarded, { key: 'owner', value: 'ops' }] });
      return { service: 'mail', cluster: 'default' };
    },
    break: empty,
    neighbours,
  },
];

export const absent: Absent = { id: 'no-cluster|no-service' };
