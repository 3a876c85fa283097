import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#domain/json.ts';
import { rds } from './rds.ts';

const parse = (document: JsonObject) => rds.parse(document, 1234, { trusted: true });
const message: JsonObject = {
  'Event Source': 'db-instance',
  'Event Time': '2026-11-20 08:59:58.000',
  'Identifier Link': 'https://console.aws.amazon.com/rds/home?region=eu-west-1#dbinstance:id=orders',
  'Source ID': 'orders',
  'Source ARN': 'arn:aws:rds:eu-west-1:111122223333:db:orders',
  'Event ID': 'http://docs.amazonwebservices.com/AmazonRDS/latest/UserGuide/USER_Events.html#RDS-EVENT-0007',
  'Event Message': 'Allocated storage has been exhausted.',
};

test('an event is an attested signal about the database', () => {
  expect(parse(rds.sample).signals[0]?.signal).toMatchObject({
    source: 'rds',
    rank: 'attested',
    title: 'RDS: Allocated storage has been exhausted. Allocate additional storage to resolve.',
    at: Date.parse('2026-11-20T08:59:58Z'),
    resource: { type: 'AWS::RDS::DBInstance', id: 'orders', account: '111122223333', region: 'eu-west-1' },
  });
});

describe('every kind of source is named as CloudFormation names it', () => {
  test.each([
    ['RDS DB Cluster Event', 'cluster:shop', 'AWS::RDS::DBCluster shop'],
    ['RDS DB Snapshot Event', 'snapshot:rds:orders-2026-11-20', 'AWS::RDS::DBSnapshot rds:orders-2026-11-20'],
    ['RDS DB Cluster Snapshot Event', 'cluster-snapshot:shop-1', 'AWS::RDS::DBClusterSnapshot shop-1'],
    ['RDS DB Parameter Group Event', 'pg:fast', 'AWS::RDS::DBParameterGroup fast'],
    ['RDS DB Security Group Event', 'secgrp:old', 'AWS::RDS::DBSecurityGroup old'],
    ['RDS DB Proxy Event', 'db-proxy:prx-1', 'AWS::RDS::DBProxy prx-1'],
    ['RDS Blue Green Deployment Event', 'deployment:bgd-1', 'AWS::RDS::BlueGreenDeployment bgd-1'],
  ])('%s', (type, name, expected) => {
    const arn = `arn:aws:rds:eu-west-1:111122223333:${name}`;
    const event = { ...rds.sample, 'detail-type': type, resources: [arn], detail: { SourceArn: arn, EventID: 'RDS-EVENT-0001' } };
    expect(parse(event).signals.map(({ signal: { resource } }) => `${resource.type} ${resource.id}`)).toEqual([expected]);
  });
});

describe('the message of an event subscription', () => {
  test('is the same event in EventBridge’s shape, only reported', () => {
    expect(parse(message)).toMatchObject({
      drops: [],
      signals: [
        {
          signal: {
            rank: 'reported',
            title: 'RDS: Allocated storage has been exhausted.',
            at: Date.parse('2026-11-20T08:59:58Z'),
            resource: { type: 'AWS::RDS::DBInstance', id: 'orders', account: '111122223333', region: 'eu-west-1' },
          },
          event: {
            source: 'aws.rds',
            'detail-type': 'RDS DB Instance Event',
            detail: { EventID: 'RDS-EVENT-0007', SourceType: 'DB_INSTANCE' },
          },
        },
      ],
    });
  });

  test('delivered twice has one id', () => {
    expect(parse(message).signals[0]?.signal.id).toBe(parse({ ...message }).signals[0]?.signal.id);
    expect(parse({ ...message, 'Event Time': '2026-11-20 09:30:00.000' }).signals[0]?.signal.id).not.toBe(
      parse(message).signals[0]?.signal.id,
    );
  });

  test('without an ARN is dropped, because it says nothing about the account', () => {
    const { 'Source ARN': _, ...older } = message;
    expect(parse(older).drops).toMatchObject([{ because: 'no-account' }]);
  });
});

test('a message of another kind of source and an event of another service are not recognised', () => {
  expect(
    [{ ...message, 'Event Source': 'my-app' }, { 'Event Source': 'db-instance' }, { ...rds.sample, source: 'my.app' }].map(rds.recognises),
  ).toEqual([false, false, false]);
});
