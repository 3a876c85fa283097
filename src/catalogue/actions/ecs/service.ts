import type { Tags } from '#domain/facts.ts';
import { HealError } from '#domain/heal-error.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import type { Output, Reader } from '#ports/cloud.ts';

type Service = NonNullable<Output<'ecs', 'describeServices'>['services']>[number];

const guard = 'selfheal:guarded';
/** Services that one DescribeServices takes (API reference). */
const mostServices = 10;

/** A service's name and its cluster, from the id that every source gives: `cluster|service`. */
export function serviceOf(id: string): { readonly service: string; readonly cluster: string } {
  const [cluster = '', service] = id.split('|');
  return service === undefined ? { service: cluster, cluster: 'default' } : { service, cluster: lastOf(cluster) };
}

/** Services whose number of tasks is guarded: of any other, none may be what its owner wants, and only an event tells. */
export async function listGuardedServices(reader: Reader): Promise<readonly ResourceRef[]> {
  const { clusterArns = [] } = await reader.read('ecs', 'listClusters', {});
  const lists = await Promise.all(clusterArns.map((cluster) => servicesIn(reader, cluster)));
  const guarded = new Set(reader.guarded());
  return lists.flat().flatMap(({ serviceName, clusterArn = '', serviceArn, tags }) => {
    const id = `${lastOf(clusterArn)}|${serviceName}`;
    if (serviceName === undefined || (tagsOf(tags)[guard] !== 'true' && !guarded.has(id))) return [];
    return [{ type: 'AWS::ECS::Service', id, ...(serviceArn === undefined ? {} : { arn: serviceArn }), ...reader.site }];
  });
}

async function servicesIn(reader: Reader, cluster: string): Promise<readonly Service[]> {
  const { serviceArns = [] } = await reader.read('ecs', 'listServices', { cluster });
  const parts = Array.from({ length: Math.ceil(serviceArns.length / mostServices) }, (_, index) =>
    serviceArns.slice(index * mostServices, (index + 1) * mostServices),
  );
  const answers = await Promise.all(
    parts.map((services) => reader.read('ecs', 'describeServices', { cluster, services, include: ['TAGS'] })),
  );
  return answers.flatMap(({ services = [] }) => services);
}

/** One service that was not deleted. Throws `no-such-resource`. */
export async function readService(
  reader: Reader,
  { service: name, cluster }: { readonly service: string; readonly cluster: string },
): Promise<Service> {
  const { services = [] } = await reader.read('ecs', 'describeServices', { cluster, services: [name], include: ['TAGS'] });
  const service = services.find(({ serviceName, status }) => serviceName === name && status !== 'INACTIVE');
  if (service !== undefined) return service;
  throw new HealError('no-such-resource', `the cluster ${cluster} has no service named ${name}: check its name, account and region.`);
}

export const serviceTags = async (reader: Reader, { id }: Pick<ResourceRef, 'id'>): Promise<Tags> =>
  tagsOf((await readService(reader, serviceOf(id))).tags);

const tagsOf = (tags: Service['tags'] = []): Tags => Object.fromEntries(tags.map(({ key = '', value = '' }) => [key, value]));
const lastOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);
