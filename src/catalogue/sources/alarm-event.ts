import type { Json, JsonObject } from '#domain/json.ts';
import { isArray, isObject, objectAt, textAt } from './fields.ts';

const detailType = 'CloudWatch Alarm State Change';

/** Any form of an alarm (EventBridge, CloudWatch calling a Lambda function, SNS message) in the shape that EventBridge has; nothing for another document. */
export function alarmEvent(document: JsonObject, topic?: string): JsonObject | undefined {
  if (document['detail-type'] === detailType) return document;
  if (isObject(document['alarmData'])) return fromLambda(document);
  const alarm = isObject(document['Trigger']) || textAt(document, 'AlarmRule') !== undefined;
  return alarm && textAt(document, 'NewStateValue') !== undefined ? fromMessage(document, topic) : undefined;
}

function fromLambda(document: JsonObject): JsonObject {
  return {
    version: '0',
    'detail-type': detailType,
    source: 'aws.cloudwatch',
    account: document['accountId'],
    time: document['time'],
    region: document['region'],
    resources: [document['alarmArn'] ?? ''],
    detail: document['alarmData'],
  };
}

/** The message names its region in words ("EU (Ireland)"), so the ARN tells; older ones have none, and an alarm notifies a topic of its own region. */
function fromMessage(message: JsonObject, topic: string | undefined): JsonObject {
  const arn = textAt(message, 'AlarmArn');
  return {
    version: '0',
    'detail-type': detailType,
    source: 'aws.cloudwatch',
    account: message['AWSAccountId'],
    time: message['StateChangeTime'],
    region: (arn ?? topic)?.split(':')[3],
    resources: arn === undefined ? [] : [arn],
    detail: {
      alarmName: message['AlarmName'],
      configuration: { description: message['AlarmDescription'], ...watched(message) },
      previousState: { value: message['OldStateValue'] },
      state: { value: message['NewStateValue'], reason: message['NewStateReason'], timestamp: message['StateChangeTime'] },
    },
  };
}

/** A composite alarm watches other alarms, and has no trigger. */
function watched(message: JsonObject): JsonObject {
  const rule = textAt(message, 'AlarmRule');
  if (rule !== undefined) return { alarmRule: rule };
  const trigger = objectAt(message, 'Trigger');
  const metrics = isArray(trigger['Metrics'])
    ? trigger['Metrics'].filter(isObject)
    : [{ MetricStat: { Metric: trigger, Period: trigger['Period'], Stat: trigger['Statistic'] } }];
  return { metrics: metrics.map(metric) };
}

function metric(entry: JsonObject): JsonObject {
  const { Id: id, Expression: expression, Label: label, AccountId: accountId, ReturnData: returnData } = entry;
  const stat = objectAt(entry, 'MetricStat');
  const measured = objectAt(stat, 'Metric');
  if (expression !== undefined) return { id, expression, label, returnData };
  return {
    id,
    accountId,
    returnData: returnData ?? true,
    metricStat: {
      metric: { namespace: measured['Namespace'], name: measured['MetricName'], dimensions: dimensions(measured['Dimensions']) },
      period: stat['Period'],
      stat: stat['Stat'],
    },
  };
}

const dimensions = (list: Json | undefined): JsonObject =>
  Object.fromEntries(
    (isArray(list) ? list.filter(isObject) : []).map((each) => [
      textAt(each, 'name') ?? textAt(each, 'Name') ?? '',
      each['value'] ?? each['Value'],
    ]),
  );
