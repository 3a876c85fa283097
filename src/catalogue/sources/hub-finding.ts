import type { JsonObject } from '#domain/json.ts';
import { asffControls } from './asff-controls.ts';
import { asffResources } from './asff-resource.ts';
import { isArray, isObject, textAt } from './fields.ts';
import { ocsfFinding } from './ocsf-finding.ts';
import { isAccount, isRegion, type NamedResource } from './resource-name.ts';

/** A finding of Security Hub, whichever of its two formats it came in. */
export interface HubFinding {
  readonly id: string;
  readonly title: string;
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly updated: string | undefined;
  readonly observed: string | undefined;
  /** Its word for being no failure: passed, suppressed, resolved or archived. */
  readonly over: string | undefined;
  /** One for each that it lists; nothing in the place of one without an id. */
  readonly resources: readonly (NamedResource | undefined)[];
  readonly controls: readonly string[];
}

/** Reads a finding in ASFF or OCSF; nothing for another document. */
export function hubFinding(document: JsonObject): HubFinding | undefined {
  return asffFinding(document) ?? ocsfFinding(document);
}

function asffFinding(finding: JsonObject): HubFinding | undefined {
  const product = textAt(finding, 'ProductArn');
  const id = textAt(finding, 'Id');
  const said = product ?? textAt(finding, 'GeneratorId') ?? textAt(finding, 'SchemaVersion');
  if (said === undefined || id === undefined || !isArray(finding['Resources'])) return undefined;
  const arns = [id.split(':'), (product ?? '').split(':')];
  const accounts = [textAt(finding, 'AwsAccountId'), ...arns.flatMap((arn) => arn.slice(4, 6))];
  const regions = [
    textAt(finding, 'Region'),
    ...finding['Resources'].map((each) => (isObject(each) ? textAt(each, 'Region') : undefined)),
    ...arns.flatMap((arn) => arn.slice(3, 5)),
  ];
  return {
    id,
    title: textAt(finding, 'Title') ?? id,
    account: accounts.find(isAccount),
    region: regions.find(isRegion),
    updated: textAt(finding, 'UpdatedAt'),
    observed: textAt(finding, 'LastObservedAt'),
    over: overIn(finding),
    resources: asffResources(finding),
    controls: asffControls(finding),
  };
}

function overIn(finding: JsonObject): string | undefined {
  const said = [textAt(finding, 'Compliance', 'Status'), textAt(finding, 'Workflow', 'Status'), textAt(finding, 'RecordState')];
  return said.find((each) => each !== undefined && /^(PASSED|NOT_AVAILABLE|RESOLVED|SUPPRESSED|ARCHIVED)$/.test(each));
}
