import type { JsonObject } from '#domain/json.ts';
import { isArray, isObject, objectAt, textAt } from './fields.ts';
import { knownResources } from './known-resources.ts';
import { type NamedResource, namedResource, resourceOfArn } from './resource-name.ts';

/** `awss3bucket` → `AWS::S3::Bucket`: ASFF writes the same names without colons and with capitals of its own. */
const regular = new Map(knownResources.map(({ type }) => [type.replaceAll('::', '').toLowerCase(), type]));

/** Where ASFF's name is another one (docs.aws.amazon.com/securityhub/latest/userguide/asff-resources.html). */
const irregular: Readonly<Record<string, string>> = {
  AwsElbLoadBalancer: 'AWS::ElasticLoadBalancing::LoadBalancer',
  AwsElbv2LoadBalancer: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  AwsStepFunctionStateMachine: 'AWS::StepFunctions::StateMachine',
  AwsIamPolicy: 'AWS::IAM::ManagedPolicy',
  AwsS3Object: 'AWS::S3::Bucket',
};

/** Every resource that an ASFF finding lists, in its order; nothing in the place of one without an id. */
export const asffResources = (finding: JsonObject): readonly (NamedResource | undefined)[] =>
  (isArray(finding['Resources']) ? finding['Resources'] : []).map((each) => (isObject(each) ? asffResource(each) : undefined));

/** One entry of `Resources`; of a kind that we do not know Security Hub's own name and id, so that no finding is lost. */
function asffResource(resource: JsonObject): NamedResource | undefined {
  const id = textAt(resource, 'Id');
  const type = textAt(resource, 'Type') ?? 'Other';
  if (id === undefined) return undefined;
  const account = /^(?:AWS::::Account:|arn:[\w-]+:::)(\d{12}):?$/.exec(id)?.[1];
  if (account !== undefined) return { type: 'AWS::::Account', id: account, account };
  if (type === 'AwsIamAccessKey') return ownerOfKey(objectAt(resource, 'Details', 'AwsIamAccessKey')) ?? accessKey(id);
  const known = irregular[type] ?? regular.get(type.toLowerCase());
  const name = id.startsWith('arn:') ? id.split(/[/:]/).at(-1) : id;
  const found = resourceOfArn(id) ?? (known === undefined ? undefined : namedResource(known, name ?? id));
  return found ?? { type: `AWS::SecurityHub::${type.replace(/\W/g, '') || 'Other'}`, id };
}

/** CloudTrail names a key by its owner, so we do too. */
function ownerOfKey(details: JsonObject): NamedResource | undefined {
  const session = resourceOfArn(textAt(details, 'SessionContext', 'SessionIssuer', 'Arn') ?? '');
  const name = textAt(details, 'UserName') ?? textAt(details, 'PrincipalName');
  if (session !== undefined || name === undefined) return session;
  return namedResource(textAt(details, 'PrincipalType') === 'AssumedRole' ? 'AWS::IAM::Role' : 'AWS::IAM::User', name);
}

const accessKey = (id: string): NamedResource => ({ type: 'AWS::IAM::AccessKey', id: id.replace(/^AWS::IAM::AccessKey:/, '') });
