import * as fc from 'fast-check';
import type { Call } from '#domain/call.ts';
import type { JsonObject } from '#domain/json.ts';
import { type Model, object, unexpected } from './model.ts';

/** Statuses of a database: mostly at rest, sometimes busy, seldom stuck. */
export const anyStatus = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('available', 'available', 'storage-optimization') },
  { weight: 2, arbitrary: fc.constantFrom('modifying', 'backing-up', 'starting', 'rebooting') },
  { weight: 1, arbitrary: fc.constantFrom('stopped', 'deleting', 'failed', 'incompatible-restore') },
);
const busy = ['modifying', 'backing-up', 'starting', 'rebooting', 'creating'];

/** What is under way ends by itself. */
export const statusLater = (state: JsonObject): JsonObject =>
  busy.includes(String(state.status)) ? { ...state, status: 'available' } : state;

/** What a modification makes of a state: only of the attributes named, by AWS's name, and only while AWS takes changes (else InvalidDBInstanceState). */
export function changed(state: JsonObject, call: Call, attributes: Readonly<Record<string, string>>): JsonObject {
  const { DBInstanceIdentifier, DBClusterIdentifier, ...input } = object(call.input);
  const name = call.operation === 'modifyDBCluster' ? DBClusterIdentifier : call.operation === 'modifyDBInstance' && DBInstanceIdentifier;
  const takesChanges = state.status === 'available' || state.status === 'storage-optimization';
  if (typeof name !== 'string' || !takesChanges || Object.keys(input).some((key) => attributes[key] === undefined)) return unexpected(call);
  return { ...state, ...Object.fromEntries(Object.entries(input).map(([key, value]) => [attributes[key], value])) };
}

/** A database with one setting, half of the time or more the wrong way; now and then something else decides it. */
export function databaseSetting(params: JsonObject, setting: string, healthy: boolean, deciders: readonly string[] = []): Model {
  const value = fc.oneof(fc.boolean(), fc.constant(!healthy));
  const decidedBy = fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(...deciders, undefined) },
    { weight: 2, arbitrary: fc.constant(undefined) },
  );
  return {
    cases: fc.record({
      params: fc.constant(params),
      state: fc.record({ status: anyStatus, value, decidedBy }).map((each) => ({
        status: each.status,
        settings: { [setting]: each.value },
        ...(each.decidedBy === undefined ? {} : { decidedBy: each.decidedBy }),
      })),
    }),
    apply(state, call) {
      const { [setting]: value, ...rest } = changed({ ...state, ...object(state.settings) }, call, { [setting]: setting });
      return { ...rest, settings: { [setting]: value ?? null } };
    },
    wait: statusLater,
    beside: ({ decidedBy }) => decidedBy ?? null,
  };
}
