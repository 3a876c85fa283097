import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { IncidentDocument } from '#domain/incident.ts';
import type { Actor, Signal } from '#domain/signal.ts';
import { alice } from '#testkit/flow-world.ts';
import { anIncident } from './incident.test-data.ts';
import { confidenceOf, scoreOf } from './score.ts';
