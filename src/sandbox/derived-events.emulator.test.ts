import { CloudWatch } from '@aws-sdk/client-cloudwatch';
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { EC2 } from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoSandbox, startDemoSandbox } from './testing/demo-sandbox.ts';
import { until } from './testing/until.ts';

let started: DemoSandbox;
let sandbox: DemoSandbox['sandbox'];
let demo: DemoSandbox['demo'];
let client: DemoSandbox['client'];
beforeAll(async () => {
  started = await startDemoSandbox();
  ({ sandbox, demo, client } = started);
});
afterAll(() => started?.stop());

describe('the sandbox, of what AWS does by itself', () => {
  it('announces the states of instances, once for each state that is new', async () => {
    const ec2 = new EC2(client);
    const states = (after: number) =>
      sandbox.proxy.events
        .after(after)
        .flatMap(({ event }) => (event['detail-type'] === 'EC2 Instance State-change Notification' ? [event['detail']] : []));
    const before = sandbox.proxy.events.last;
    const id = demo.instances.reports;
    await ec2.stopInstances({ InstanceIds: [id] });
    await ec2.stopInstances({ InstanceIds: [id] });
    await ec2.startInstances({ InstanceIds: [id] });
    await until('four states', () => (states(before).length >= 4 ? true : undefined));
    expect(states(before)).toEqual(['stopping', 'stopped', 'pending', 'running'].map((state) => ({ 'instance-id': id, state })));
  });

  it('announces an alarm only when its state changes', async () => {
    const before = sandbox.proxy.events.last;
    const cloudwatch = new CloudWatch(client);
    const alarms = () => sandbox.proxy.events.after(before).flatMap(({ event }) => (event['source'] === 'aws.cloudwatch' ? [event] : []));
    const set = (StateValue: 'ALARM' | 'OK') =>
      cloudwatch.setAlarmState({ AlarmName: demo.alarms.webStatus, StateValue, StateReason: 'a test' });
    await set('OK');
    await set('ALARM');
    const [event] = await until('the alarm', () => (alarms().length > 0 ? alarms() : undefined));
    expect(event).toMatchObject({
      'detail-type': 'CloudWatch Alarm State Change',
      resources: [`arn:aws:cloudwatch:us-east-1:${demo.account}:alarm:${demo.alarms.webStatus}`],
      detail: {
        alarmName: demo.alarms.webStatus,
        state: { value: 'ALARM', reason: 'a test' },
        previousState: { value: 'OK' },
        configuration: {
          metrics: [
            {
              returnData: true,
              metricStat: {
                period: 60,
                stat: 'Maximum',
                metric: { namespace: 'AWS/EC2', name: 'StatusCheckFailed', dimensions: { InstanceId: demo.instances.web } },
              },
            },
          ],
        },
      },
    });
    expect(alarms()).toHaveLength(1);
  });

  it('keeps a backup of a deleted table that had point-in-time recovery, and of no other', async () => {
    const dynamodb = new DynamoDB(client);
    await dynamodb.updateContinuousBackups({
      TableName: demo.tables.sessions,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false },
    });
    await until('its event', () =>
      sandbox.proxy.events.after(0).find(({ event }) => JSON.stringify(event).includes('UpdateContinuousBackups')),
    );
    const before = sandbox.proxy.events.last;
    await dynamodb.deleteTable({ TableName: demo.tables.sessions });
    await dynamodb.deleteTable({ TableName: demo.tables.orders });
    const deleted = await until('both events', () => {
      const details = sandbox.proxy.events.after(before).map(({ event }) => event['detail']);
      return details.length >= 2 ? details : undefined;
    });
    expect(deleted).toMatchObject([
      { eventName: 'DeleteTable', requestParameters: { tableName: 'sessions' } },
      {
        eventName: 'DeleteTable',
        requestParameters: { tableName: 'orders' },
        responseElements: { tableDescription: { tableName: 'orders' } },
      },
    ]);
    const { BackupSummaries: backups = [] } = await dynamodb.listBackups({});
    expect(backups).toMatchObject([{ TableName: 'orders', BackupName: 'orders$DeletedTableBackup', BackupStatus: 'AVAILABLE' }]);
  });
});
