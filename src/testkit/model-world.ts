import type { Call } from '#domain/call.ts';
import type { HealError } from '#domain/heal-error.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import type { Json, JsonObject } from '#domain/json.ts';
import type { ResourceRef } from '#domain/resource-ref.ts';
import { answer } from '#flow/people.ts';
import type { Action } from '#ports/catalogue.ts';
import type { Cloud } from '#ports/cloud.ts';
import { flowWorld } from './flow-world.ts';
import { scriptedCloud } from './scripted-cloud.ts';
import type { Case, Model } from './states/model.ts';

/** What goes wrong with one call: before AWS did anything, or after. */
export interface ModelFault {
  readonly error: HealError;
  readonly when: 'before' | 'after';
}

interface ModelRun {
  readonly incident: IncidentDocument;
  /** What the model's AWS holds in the end. */
  readonly state: JsonObject;
  /** Every write that had an effect. */
  readonly done: readonly Call[];
  /** Every look and write, in order. */
  readonly calls: readonly ('look' | 'write')[];
}

/** The whole loop with one action over its model of AWS: what is observed is the model's state, what is written changes it, and the call with that number fails. A person approves whatever is asked. */
export async function runOnModel(
  action: Action,
  model: Model,
  { params, state: start }: Case,
  failing?: { readonly at: number; readonly fault: ModelFault },
): Promise<ModelRun> {
  let state = start;
  const calls: ('look' | 'write')[] = [];
  const done: Call[] = [];
  const hit = (kind: 'look' | 'write'): ModelFault | undefined => (calls.push(kind) - 1 === failing?.at ? failing.fault : undefined);
  const observed = (): Json => {
    const fault = hit('look');
    if (fault !== undefined) throw fault.error;
    const now = state;
    const remedy = action.with(params);
    if (remedy.wrong(now) !== undefined && remedy.fix(now).length === 0) state = model.wait(now);
    return now;
  };
  const aws = scriptedCloud();
  const cloud: Cloud = {
    reader: (site) => aws.reader(site),
    writer: (site, incident) => ({
      session: aws.writer(site, incident).session,
      async send(call) {
        const fault = hit('write');
        if (fault?.when === 'before') throw fault.error;
        state = model.apply(state, call);
        done.push(call);
        if (fault !== undefined) throw fault.error;
        return { requestId: `request-${done.length}`, milliseconds: 0 };
      },
    }),
  };
  const overModel: Action = {
    ...action,
    tags: async () => ({}),
    with: (given) => ({ ...action.with(given), observe: async () => observed() }),
  };
  const flow = flowWorld({ cloud, actions: [overModel] });
  const admission = await flow.open(resource(action), { params });
  if (admission.admitted !== 'opened') throw new Error(`not opened but ${admission.admitted}`);
  const { id } = admission.incident;
  let incident = await flow.drive(id, 400);
  for (let asked = 0; incident.stage === 'approval' && asked < 3; asked += 1) {
    await answer(
      id,
      'approve',
      { name: 'dana', channel: 'cli' },
      { ...flow.tools, driver: { start: async () => {}, wake: async () => {} } },
    );
    incident = await flow.drive(id, 400);
  }
  return { incident, state, done, calls };
}

const resource = ({ resource: type }: Action): ResourceRef => ({
  type,
  id: 'of-the-model',
  partition: 'aws',
  account: '123456789012',
  region: 'us-east-1',
});
