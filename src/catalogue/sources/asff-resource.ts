import type { JsonObject } from '#domain/json.ts';
import { isArray, isObject, objectAt, textAt } from './fields.ts';
import { hubResource } from './hub-resource.ts';
import { type NamedResource, namedResource, resourceOfArn } from './resource-name.ts';

/** Every resource that an ASFF finding lists, in its order; nothing in the place of one without an id. */
export const asffResources = (finding: JsonObject): readonly (NamedResource | undefined)[] =>
  (isArray(finding['Resources']) ? finding['Resources'] : []).map((each) => (isObject(each) ? asffResource(each) : undefined));

function asffResource(resource: JsonObject): NamedResource | undefined {
  const id = textAt(resource, 'Id');
  const type = textAt(resource, 'Type') ?? 'Other';
  if (id === undefined) return undefined;
  if (type === 'AwsIamAccessKey') return ownerOfKey(objectAt(resource, 'Details', 'AwsIamAccessKey')) ?? accessKey(id);
  return hubResource(type, id, { region: textAt(resource, 'Region') });
}

/** CloudTrail names a key by its owner, so we do too. */
function ownerOfKey(details: JsonObject): NamedResource | undefined {
  const session = resourceOfArn(textAt(details, 'SessionContext', 'SessionIssuer', 'Arn') ?? '');
  const name = textAt(details, 'UserName') ?? textAt(details, 'PrincipalName');
  if (session !== undefined || name === undefined) return session;
  return namedResource(textAt(details, 'PrincipalType') === 'AssumedRole' ? 'AWS::IAM::Role' : 'AWS::IAM::User', name);
}

const accessKey = (id: string): NamedResource => ({ type: 'AWS::IAM::AccessKey', id: id.replace(/^AWS::IAM::AccessKey:/, '') });
