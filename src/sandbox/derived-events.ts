import { randomUUID } from 'node:crypto';
import type { Json, JsonObject } from '#domain/json.ts';
import type { DecodedCall } from './decode/decoded-call.ts';
import { outputOf, type WireResponse } from './decode/wire-response.ts';
import type { Upstream } from './upstream.ts';

/** Tells from a successful answer which further events AWS would send. */
export type Afterwards = (response: WireResponse, account: string) => Promise<readonly JsonObject[]>;

/** Reads what must be known before the call, and says what follows from it: instance states and alarm states, which moto does not announce. */
export async function derivedEvents(call: DecodedCall, upstream: Upstream): Promise<Afterwards | undefined> {
  if (call.service === 'ec2' && instanceStates[call.operation] !== undefined)
    return async (response, account) => stateChanges(call, response, account);
  if (call.service !== 'cloudwatch' || call.operation !== 'SetAlarmState') return undefined;
  const before = await alarm(call, upstream);
  return async (_, account) => {
    const after = await alarm(call, upstream);
    return before === undefined || after === undefined || before['StateValue'] === after['StateValue']
      ? []
      : [alarmChange(call, account, before, after)];
  };
}

const instanceStates: Readonly<Record<string, readonly [passing: string, final: string]>> = {
  RunInstances: ['pending', 'running'],
  StartInstances: ['pending', 'running'],
  StopInstances: ['stopping', 'stopped'],
  TerminateInstances: ['shutting-down', 'terminated'],
};
const changesIn: Readonly<Record<string, string>> = {
  RunInstances: 'Instances',
  StartInstances: 'StartingInstances',
  StopInstances: 'StoppingInstances',
  TerminateInstances: 'TerminatingInstances',
};

function stateChanges(call: DecodedCall, response: WireResponse, account: string): readonly JsonObject[] {
  const states: readonly string[] = instanceStates[call.operation] ?? [];
  const changes = objects(outputOf(call, response)[changesIn[call.operation] ?? '']);
  const moved = changes.filter(({ PreviousState: previous }) => !states.includes(String(isObject(previous) ? previous['Name'] : '')));
  return moved.flatMap(({ InstanceId: id }) =>
    states.map((state) =>
      envelope(call, account, 'aws.ec2', 'EC2 Instance State-change Notification', `arn:aws:ec2:${call.region}:${account}:instance/${id}`, {
        'instance-id': id,
        state,
      }),
    ),
  );
}

async function alarm(call: DecodedCall, upstream: Upstream): Promise<JsonObject | undefined> {
  const found = await upstream.ask(
    'monitoring',
    'GraniteServiceVersion20100801.DescribeAlarms',
    { AlarmNames: [call.input['AlarmName'] ?? ''] },
    call,
  );
  return objects(found?.['MetricAlarms'])[0];
}

function alarmChange(call: DecodedCall, account: string, before: JsonObject, after: JsonObject): JsonObject {
  return envelope(call, account, 'aws.cloudwatch', 'CloudWatch Alarm State Change', String(after['AlarmArn']), {
    alarmName: after['AlarmName'],
    configuration: { ...optional('description', after['AlarmDescription']), metrics: metrics(after) },
    previousState: stateOf(before),
    state: stateOf(after),
  });
}

function metrics(found: JsonObject): readonly Json[] {
  const listed = objects(found['Metrics']);
  if (listed.length > 0) {
    return listed.map(({ Id: id, Expression: expression, Label: label, ReturnData: returnData, MetricStat: stat }) => ({
      ...optional('id', id),
      ...optional('expression', expression),
      ...optional('label', label),
      ...(isObject(stat) ? { metricStat: metricStat(isObject(stat['Metric']) ? stat['Metric'] : {}, stat['Period'], stat['Stat']) } : {}),
      returnData: returnData ?? true,
    }));
  }
  const metric = { Namespace: found['Namespace'], MetricName: found['MetricName'], Dimensions: found['Dimensions'] };
  return [
    {
      id: randomUUID(),
      metricStat: metricStat(metric, found['Period'], found['Statistic'] ?? found['ExtendedStatistic']),
      returnData: true,
    },
  ];
}

function metricStat(metric: JsonObject, period: Json | undefined, stat: Json | undefined): JsonObject {
  const dimensions = Object.fromEntries(objects(metric['Dimensions']).map(({ Name: name, Value: value }) => [String(name), value]));
  return {
    metric: { namespace: metric['Namespace'], name: metric['MetricName'], dimensions },
    ...optional('period', period),
    ...optional('stat', stat),
  };
}

function stateOf(found: JsonObject): JsonObject {
  const updated = found['StateUpdatedTimestamp'];
  const at = typeof updated === 'number' ? new Date(updated * 1000) : new Date();
  return {
    value: found['StateValue'],
    ...optional('reason', found['StateReason']),
    ...optional('reasonData', found['StateReasonData']),
    timestamp: at.toISOString().replace('Z', '+0000'),
  };
}

function envelope(call: DecodedCall, account: string, source: string, type: string, arn: string, detail: JsonObject): JsonObject {
  const time = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  return { version: '0', id: randomUUID(), 'detail-type': type, source, account, time, region: call.region, resources: [arn], detail };
}

const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
const objects = (value: Json | undefined): readonly JsonObject[] => (Array.isArray(value) ? value.filter(isObject) : []);
const optional = (name: string, value: Json | undefined): JsonObject =>
  value === undefined || value === null || value === '' ? {} : { [name]: value };
