import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#domain/json.ts';
import { ecs } from './ecs.ts';
import { objectAt } from './fields.ts';

const parse = (document: JsonObject) => ecs.parse(document, 1234, { trusted: true });
const detail = objectAt(ecs.sample, 'detail');
const about = (type: string, resource: string, more: JsonObject) =>
  parse({ ...ecs.sample, 'detail-type': type, resources: [`arn:aws:ecs:eu-west-1:111122223333:${resource}`], detail: more }).signals.map(
    ({ signal: { resource } }) => `${resource.type} ${resource.id}`,
  );
const cluster = 'arn:aws:ecs:eu-west-1:111122223333:cluster/web';

test('a task of a service that stopped is an attested signal about the service', () => {
  expect(parse(ecs.sample).signals[0]?.signal).toMatchObject({
    source: 'ecs',
    rank: 'attested',
    title: 'ECS Task State Change: Essential container in task exited',
    at: Date.parse('2026-11-20T08:59:58Z'),
    resource: { type: 'AWS::ECS::Service', id: 'web|api', account: '111122223333', region: 'eu-west-1' },
  });
});

describe('what an event is about', () => {
  test.each([
    ['ECS Task State Change', 'task/web/0a1b', { ...detail, group: 'family:report' }, 'AWS::ECS::Task web|0a1b'],
    ['ECS Task State Change', 'task/0a1b', { ...detail, group: 'family:report' }, 'AWS::ECS::Task web|0a1b'],
    [
      'ECS Service Action',
      'service/api',
      { eventName: 'SERVICE_TASK_PLACEMENT_FAILURE', clusterArn: cluster },
      'AWS::ECS::Service web|api',
    ],
    ['ECS Deployment State Change', 'service/web/api', { eventName: 'SERVICE_DEPLOYMENT_FAILED' }, 'AWS::ECS::Service web|api'],
    ['ECS Container Instance State Change', 'container-instance/web/0c1d', { clusterArn: cluster }, 'AWS::ECS::ContainerInstance web|0c1d'],
  ])('"%s" of %s', (type, resource, more, expected) => {
    expect(about(type, resource, more)).toEqual([expected]);
  });
});

test('the title says what the event says', () => {
  const failed = { eventName: 'SERVICE_DEPLOYMENT_FAILED', reason: 'ECS deployment circuit breaker: task failed to start.' };
  const service = ['arn:aws:ecs:eu-west-1:111122223333:service/web/api'];
  expect(
    parse({ ...ecs.sample, 'detail-type': 'ECS Deployment State Change', resources: service, detail: failed }).signals[0]?.signal.title,
  ).toBe('ECS Deployment State Change: SERVICE_DEPLOYMENT_FAILED: ECS deployment circuit breaker: task failed to start.');
});

test('an event that names nothing is dropped, and one of another service is not recognised', () => {
  expect(parse({ ...ecs.sample, resources: [], detail: {} }).drops).toMatchObject([{ because: 'no-resource' }]);
  expect(ecs.recognises({ ...ecs.sample, source: 'my.app' })).toBe(false);
});
