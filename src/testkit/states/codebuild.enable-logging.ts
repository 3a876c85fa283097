import * as fc from 'fast-check';
import type { JsonObject } from '#domain/json.ts';
import { type Model, object, still, unexpected } from './model.ts';

const status = fc.constantFrom('DISABLED', 'DISABLED', 'ENABLED');
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.oneof({ weight: 3, arbitrary }, { weight: 1, arbitrary: fc.constant(undefined) });
const given = (fields: JsonObject): JsonObject => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const cloudWatch = fc.record({ status, groupName: maybe(fc.constantFrom('/builds', '/aws/codebuild/shop')) }).map(given);
const s3 = fc.record({ status, location: maybe(fc.constant('build-logs/shop')), encryptionDisabled: maybe(fc.boolean()) }).map(given);

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ project: 'shop' }),
    state: fc
      .record({
        cloudWatchLogs: maybe(cloudWatch),
        s3Logs: maybe(s3),
        everyone: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
      })
      .map(({ everyone, ...logs }) => ({ logs: given(logs), everyone })),
  }),
  apply(state, call) {
    const { name, logsConfig, ...more } = object(call.input);
    // A call that names anything else of the project would change it too.
    if (call.operation !== 'updateProject' || name !== 'shop' || Object.keys(more).length > 0) return unexpected(call);
    return { ...state, logs: object(logsConfig) };
  },
  wait: still,
  beside: ({ logs, everyone }) => {
    const { cloudWatchLogs, s3Logs } = object(logs);
    return { s3: s3Logs ?? null, group: object(cloudWatchLogs ?? {}).groupName ?? null, everyone: everyone ?? null };
  },
};
