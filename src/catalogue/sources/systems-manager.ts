import { defineSource } from '#catalogue/define-source.ts';
import type { JsonObject } from '#domain/json.ts';
import { textAt } from './fields.ts';
import { ownEvent } from './own-event.ts';
import { listedResources, reading } from './reading.ts';
import { type NamedResource, namedResource } from './resource-name.ts';

/** Where a detail names what it is about, the best first (docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-eventbridge-events.html). */
const named: readonly (readonly [field: string, type: string])[] = [
  ['instance-id', 'AWS::EC2::Instance'],
  ['window-id', 'AWS::SSM::MaintenanceWindow'],
  ['Definition', 'AWS::SSM::Document'],
  ['association-id', 'AWS::SSM::Association'],
  ['parameter-name', 'AWS::SSM::Parameter'],
  ['ops-item-id', 'AWS::SSM::OpsItem'],
];

/** What Systems Manager tells about commands, automations, maintenance windows, parameters, associations and compliance. */
export const systemsManager = defineSource({
  id: 'systems-manager',
  title: 'AWS Systems Manager: commands, automations, maintenance windows, parameters and compliance',
  sample: {
    version: '0',
    id: '55f4a3b2-c1d0-4e9f-88a7-b6c5d4e3f201',
    'detail-type': 'EC2 Automation Execution Status-change Notification',
    source: 'aws.ssm',
    account: '111122223333',
    time: '2026-11-20T09:00:00Z',
    region: 'eu-west-1',
    resources: [
      'arn:aws:ssm:eu-west-1:111122223333:automation-execution/0a1b2c3d-4e5f-4061-8293-a4b5c6d7e8f9',
      'arn:aws:ssm:eu-west-1:111122223333:automation-definition/PatchWeb:3',
    ],
    detail: {
      ExecutionId: '0a1b2c3d-4e5f-4061-8293-a4b5c6d7e8f9',
      Definition: 'PatchWeb',
      DefinitionVersion: 3,
      Status: 'Failed',
      StartTime: 'Nov 20, 2026 8:50:00 AM',
      EndTime: 'Nov 20, 2026 8:59:58 AM',
      ExecutedBy: 'arn:aws:iam::111122223333:user/anna',
    },
  },
  recognises: (document) => ownEvent(document, 'ssm') !== undefined,
  read(event, receivedAt) {
    const what = textAt(event, 'detail-type') ?? '';
    const status = ['Status', 'status', 'detailed-status', 'compliance-status', 'operation', 'state'].flatMap(
      (field) => textAt(event, 'detail', field) ?? [],
    );
    return reading(event, receivedAt, {
      what,
      title: [`Systems Manager: ${what}`, status[0]].filter((part) => part !== undefined).join(': '),
      found: resourcesOf(event, what),
    });
  },
});

function resourcesOf(event: JsonObject, what: string): readonly NamedResource[] {
  const ofCompliance = textAt(event, 'detail', 'resource-id');
  if (ofCompliance !== undefined) return [managed(ofCompliance)];
  const name = textAt(event, 'detail', 'name');
  if (what.startsWith('Parameter Store ') && name !== undefined) return [{ type: 'AWS::SSM::Parameter', id: name }];
  const found = named.flatMap(([field, type]) => namedResource(type, textAt(event, 'detail', field) ?? '') ?? []);
  return found.length > 0 ? found.slice(0, 1) : listedResources(event);
}

/** A managed node is an instance of EC2, or a machine elsewhere with an id that starts with `mi-`. */
const managed = (id: string): NamedResource => ({ type: id.startsWith('mi-') ? 'AWS::SSM::ManagedInstance' : 'AWS::EC2::Instance', id });
