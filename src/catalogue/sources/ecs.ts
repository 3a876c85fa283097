import { defineSource } from '#catalogue/define-source.ts';
import type { JsonObject } from '#domain/json.ts';
import { textAt } from './fields.ts';
import { ownEvent } from './own-event.ts';
import { listedResources, reading } from './reading.ts';
import { type NamedResource, resourceOfArn } from './resource-name.ts';

/** What ECS says about services, deployments, tasks and container instances. A task of a service is about the service: tasks are replaced, the service stays. */
export const ecs = defineSource({
  id: 'ecs',
  title: 'Amazon ECS: task, service, deployment and container instance events',
  sample: {
    version: '0',
    id: '9a8b7c6d-5e4f-4a3b-8c2d-1e0f9a8b7c6d',
    'detail-type': 'ECS Task State Change',
    source: 'aws.ecs',
    account: '111122223333',
    time: '2026-11-20T09:00:00Z',
    region: 'eu-west-1',
    resources: ['arn:aws:ecs:eu-west-1:111122223333:task/web/0a1b2c3d4e5f60718293a4b5c6d7e8f9'],
    detail: {
      clusterArn: 'arn:aws:ecs:eu-west-1:111122223333:cluster/web',
      taskArn: 'arn:aws:ecs:eu-west-1:111122223333:task/web/0a1b2c3d4e5f60718293a4b5c6d7e8f9',
      taskDefinitionArn: 'arn:aws:ecs:eu-west-1:111122223333:task-definition/api:7',
      group: 'service:api',
      launchType: 'FARGATE',
      desiredStatus: 'STOPPED',
      lastStatus: 'STOPPED',
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      stoppedAt: '2026-11-20T08:59:58.000Z',
      containers: [{ name: 'api', lastStatus: 'STOPPED', exitCode: 1 }],
      version: 4,
    },
  },
  recognises: (document) => ownEvent(document, 'ecs') !== undefined,
  read(event, receivedAt) {
    const what = textAt(event, 'detail-type') ?? '';
    const cluster = resourceOfArn(textAt(event, 'detail', 'clusterArn') ?? '')?.id;
    const listed = listedOrNamed(event).map((each) => inCluster(each, cluster));
    const service = serviceOf(event, cluster);
    return reading(event, receivedAt, {
      what,
      title: [what, textAt(event, 'detail', 'eventName') ?? stateOf(event), textAt(event, 'detail', 'reason')].filter(Boolean).join(': '),
      found: service === undefined ? listed : [service],
      at: [textAt(event, 'detail', 'stoppedAt'), textAt(event, 'detail', 'updatedAt')],
    });
  },
});

function listedOrNamed(event: JsonObject): readonly NamedResource[] {
  const listed = listedResources(event);
  const named = ['taskArn', 'containerInstanceArn', 'serviceArn'].flatMap(
    (name) => resourceOfArn(textAt(event, 'detail', name) ?? '') ?? [],
  );
  return listed.length > 0 ? listed : named.slice(0, 1);
}

function stateOf(event: JsonObject): string | undefined {
  return textAt(event, 'detail', 'stoppedReason') ?? textAt(event, 'detail', 'lastStatus') ?? textAt(event, 'detail', 'status');
}

function serviceOf(event: JsonObject, cluster: string | undefined): NamedResource | undefined {
  const name = /^service:(.+)$/.exec(textAt(event, 'detail', 'group') ?? '')?.[1];
  return name === undefined || cluster === undefined ? undefined : { type: 'AWS::ECS::Service', id: `${cluster}|${name}` };
}

/** ARNs from before 2018 hold no cluster (docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-account-settings.html). */
function inCluster(found: NamedResource, cluster: string | undefined): NamedResource {
  const name = found.id.split('|').at(-1) ?? found.id;
  const ofCluster = /^AWS::ECS::(Service|Task|ContainerInstance)$/.test(found.type);
  return ofCluster && cluster !== undefined ? { ...found, id: `${cluster}|${name}` } : found;
}
