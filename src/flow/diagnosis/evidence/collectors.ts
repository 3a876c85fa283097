import { actorCalls } from './actor-calls.ts';
import { actorRecord } from './actor-record.ts';
import { alarms } from './alarms.ts';
import { configHistory } from './config-history.ts';
import type { Collector } from './define-collector.ts';
import { dependencies } from './dependencies.ts';
import { deployments } from './deployments.ts';
import { healthEvents } from './health-events.ts';
import { lastHeal } from './last-heal.ts';
import { logLines } from './log-lines.ts';
import { metrics } from './metrics.ts';
import { neighbourCalls } from './neighbour-calls.ts';
import { neighbourRecord } from './neighbour-record.ts';
import { recordedState } from './recorded-state.ts';
import { resourceCalls } from './resource-calls.ts';
import { similarIncidents } from './similar-incidents.ts';

/** Everything that is looked at, in the order in which it is told. */
export const collectors: readonly Collector[] = [
  recordedState,
  lastHeal,
  configHistory,
  resourceCalls,
  deployments,
  neighbourCalls,
  neighbourRecord,
  actorCalls,
  actorRecord,
  alarms,
  metrics,
  logLines,
  healthEvents,
  dependencies,
  similarIncidents,
];
