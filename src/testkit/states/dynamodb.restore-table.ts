import * as fc from 'fast-check';
import type { Call } from '#domain/call.ts';
import type { JsonObject } from '#domain/json.ts';
import { list, type Model, object, unexpected } from './model.ts';

const arn = 'arn:aws:dynamodb:eu-west-1:123456789012:table/orders';
const dimension = (kind: 'Read' | 'Write') => `dynamodb:table:${kind}CapacityUnits`;
const tracks = {
  TargetValue: 70,
  PredefinedMetricSpecification: { PredefinedMetricType: 'DynamoDBReadCapacityUtilization' },
};
const read = { resource: 'table/orders', dimension: dimension('Read'), min: 5, max: 100, policies: [{ name: 'follow', tracks }] };
const anySettings = fc.record(
  {
    ttl: fc.constant('until'),
    stream: fc.constantFrom('KEYS_ONLY', 'NEW_AND_OLD_IMAGES'),
    pointInTimeDays: fc.constantFrom(7, 35),
    deletionProtection: fc.boolean(),
    scaling: fc.constantFrom([read], [read, { ...read, dimension: dimension('Write'), policies: [] }]),
  },
  { requiredKeys: ['deletionProtection'] },
);
const anyTags = fc.constantFrom({}, { environment: 'staging' }, { environment: 'staging', owner: 'shop' });
const anyRecord = fc.record({
  table: fc.constant({ arn, status: 'ACTIVE', createdAt: '2026-01-02T03:04:05.000Z', restored: false }),
  tags: anyTags,
  settings: anySettings,
});
const anyBackup = fc.record({
  arn: fc.constant(`${arn}/backup/01`),
  type: fc.constantFrom('USER', 'SYSTEM', 'AWS_BACKUP'),
  at: fc.constant('2026-11-19T02:00:00.000Z'),
  bytes: fc.nat(),
});
const gone = fc.record({ recorded: anyRecord, backup: anyBackup }, { requiredKeys: [] });
const anyTime = fc.constantFrom('2026-01-02T03:04:05.000Z', '2026-11-20T10:00:00.000Z');
const anyStatus = fc.constantFrom('ACTIVE', 'ACTIVE', 'UPDATING');
const there = fc.record(
  {
    table: fc.record({ arn: fc.constant(arn), status: anyStatus, createdAt: anyTime, restored: fc.boolean() }),
    tags: anyTags,
    settings: anySettings,
    recorded: anyRecord,
  },
  { requiredKeys: ['table', 'tags', 'settings'] },
);
const between = fc.record({
  table: fc.record({
    arn: fc.constant(arn),
    status: fc.constantFrom('CREATING', 'DELETING'),
    createdAt: fc.constant('2026-11-20T10:00:00.000Z'),
    restored: fc.boolean(),
  }),
});

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ tableName: 'orders' }),
    state: fc.oneof({ weight: 3, arbitrary: gone }, { weight: 3, arbitrary: there }, { weight: 1, arbitrary: between }),
  }),
  apply(state, call) {
    if (call.operation === 'restoreTableFromBackup') {
      if (state.table !== undefined) return unexpected(call);
      const table = { arn, status: 'CREATING', createdAt: '2026-11-20T10:00:00.000Z', restored: true };
      return { ...(state.recorded === undefined ? {} : { recorded: state.recorded }), table };
    }
    const table = object(state.table);
    if (call.service === 'applicationAutoscaling') return { ...state, settings: scaled(object(state.settings), call) };
    if (call.operation === 'deleteTable')
      return object(state.settings).deletionProtection === true ? unexpected(call) : { ...state, table: { ...table, status: 'DELETING' } };
    return table.status === 'ACTIVE' ? { ...state, ...changed(state, table, call) } : unexpected(call);
  },
  beside: ({ recorded }) => ({ recorded }),
  comesBack: ({ table }) => table === undefined,
  wait(state) {
    if (state.table === undefined) return state;
    const { status, ...table } = object(state.table);
    if (status === 'DELETING') return state.recorded === undefined ? {} : { recorded: state.recorded };
    const bare = { tags: {}, settings: { deletionProtection: false } };
    return { ...(status === 'CREATING' ? bare : {}), ...state, table: { ...table, status: 'ACTIVE' } };
  },
};

function changed(state: JsonObject, table: JsonObject, call: Call): JsonObject {
  const input = object(call.input);
  const settings = object(state.settings);
  switch (call.operation) {
    case 'tagResource':
      return {
        tags: { ...object(state.tags), ...Object.fromEntries(list(input.Tags).map((tag) => [String(object(tag).Key), object(tag).Value])) },
      };
    case 'updateTimeToLive':
      return { settings: { ...settings, ttl: object(input.TimeToLiveSpecification).AttributeName } };
    case 'updateContinuousBackups':
      return { settings: { ...settings, pointInTimeDays: object(input.PointInTimeRecoverySpecification).RecoveryPeriodInDays } };
    case 'updateTable': {
      const stream = input.StreamSpecification === undefined ? {} : { stream: object(input.StreamSpecification).StreamViewType };
      const protection = input.DeletionProtectionEnabled === undefined ? {} : { deletionProtection: input.DeletionProtectionEnabled };
      return { table: { ...table, status: 'UPDATING' }, settings: { ...settings, ...stream, ...protection } };
    }
    default:
      return unexpected(call);
  }
}

function scaled({ scaling, ...settings }: JsonObject, call: Call): JsonObject {
  const { ResourceId: resource, ScalableDimension, MinCapacity: min, MaxCapacity: max, ...policy } = object(call.input);
  const all = list(scaling).map(object);
  const others = all.filter((each) => each.dimension !== ScalableDimension);
  const found = all.find((each) => each.dimension === ScalableDimension) ?? { policies: [] };
  const sorted = (more: readonly JsonObject[]) => ({
    ...settings,
    scaling: [...others, ...more].toSorted((a, b) => (String(a.dimension) < String(b.dimension) ? -1 : 1)),
  });
  if (call.operation === 'deregisterScalableTarget') return sorted([]);
  const target = { ...found, resource, dimension: ScalableDimension };
  const added = { name: policy.PolicyName, tracks: policy.TargetTrackingScalingPolicyConfiguration };
  if (call.operation === 'putScalingPolicy' && min === undefined)
    return sorted([{ ...target, policies: [...list(found.policies).filter((each) => object(each).name !== added.name), added] }]);
  return call.operation === 'registerScalableTarget' ? sorted([{ ...target, min, max }]) : unexpected(call);
}
