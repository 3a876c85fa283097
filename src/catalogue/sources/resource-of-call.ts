import type { Json, JsonObject } from '#domain/json.ts';
import { isArray, isObject, objectAt, textAt, textsAt } from './fields.ts';
import { type KnownResource, knownResources } from './known-resources.ts';
import { isAccount, type NamedResource, namedResource, resourceOfArn } from './resource-name.ts';
import { resourceOfId } from './resource-of-id.ts';

/** Parameters that hold the ARN of whatever a call is about (tags, resource policies). */
const arnParameters = ['resourceArn', 'resourceArns', 'resourceARN', 'resource', 'arn', 'sourceArn'];

/** How IAM names the root user of an account in a call. */
const rootUser = 'AWS ROOT USER';

/** Calls that are about the account itself although no `Account` is in their name. */
const accountCalls =
  /^(ec2:(Enable|Disable|Modify)(EbsEncryptionByDefault|EbsDefaultKmsKeyId|SnapshotBlockPublicAccess|ImageBlockPublicAccess|SerialConsoleAccess|InstanceMetadataDefaults)|glue:(PutResourcePolicy|DeleteResourcePolicy|PutDataCatalogEncryptionSettings)|(securityhub|macie2|inspector2):(BatchEnable|BatchDisable|Enable|Disable|UpdateMacieSession|UpdateStandardsControl|Disassociate).*|organizations:LeaveOrganization|account:(Enable|Disable)Region)$/;

/** What a CloudTrail record is about: the parameters that name it, then the ARNs that AWS lists, then who signed in, then the account. Empty when nothing tells. */
export function resourcesOfCall(record: JsonObject): readonly NamedResource[] {
  const service = textAt(record, 'eventSource')?.split('.')[0] ?? '';
  const call = textAt(record, 'eventName') ?? '';
  const steps = [
    () => owned(named(record, service, call), listed(record)),
    () => listed(record),
    () => identity(record, service, call),
    () => account(record, service, call),
  ];
  for (const step of steps) {
    const found = step();
    if (found.length > 0) return distinct(found);
  }
  return [];
}

const byService = Map.groupBy(knownResources, ({ service }) => service);

function named(record: JsonObject, service: string, call: string): readonly NamedResource[] {
  const parts = [unwrapped(record['requestParameters']), unwrapped(record['responseElements']), ...ofService(record)];
  const candidates = (byService.get(service) ?? [])
    .map((known) => ({ known, found: inParts(known, call, parts) }))
    .filter(({ found }) => found.length > 0);
  const [best] = candidates.toSorted((one, other) => rank(one.known, call) - rank(other.known, call));
  if (best !== undefined) return best.found;
  const arns = parts.flatMap((part) => arnParameters.flatMap((name) => textsAt(part, name).flatMap((text) => resourceOfArn(text) ?? [])));
  return arns.length > 0 ? arns : ofAnyKind(parts);
}

/** What a service does by itself has no parameters (docs.aws.amazon.com/awscloudtrail/latest/userguide/non-api-aws-service-events.html). */
const ofService = (record: JsonObject): readonly (Json | undefined)[] =>
  record['eventType'] === 'AwsServiceEvent' ? [record['serviceEventDetails'], record['additionalEventData']] : [];

/** A bucket may belong to another account than the one that called: AWS lists its owner beside it. */
function owned(found: readonly NamedResource[], listed: readonly NamedResource[]): readonly NamedResource[] {
  return found.map((each) => {
    const account = each.account ?? listed.find(({ type, id }) => type === each.type && id === each.id)?.account;
    return account === undefined ? each : { ...each, account };
  });
}

/** Younger EC2 operations put everything under one member, `ModifySecurityGroupRulesRequest`. */
function unwrapped(value: Json | undefined): Json | undefined {
  const [only, ...others] = isObject(value) ? Object.entries(value).filter(([name]) => name !== 'requestId') : [];
  return only !== undefined && others.length === 0 && /(Request|Req|Response|Input)$/.test(only[0]) && isObject(only[1]) ? only[1] : value;
}

function inParts({ type, at }: KnownResource, call: string, parts: readonly (Json | undefined)[]): readonly NamedResource[] {
  for (const part of parts)
    for (const place of at) {
      const [path = '', word] = place.split('@');
      if (!call.includes(word ?? (anyones.test(path) ? noun(type) : ''))) continue;
      const names = path.split(',').flatMap((each) => namesAt(part, each));
      const found = names.flatMap((text) => (text === rootUser ? [] : (namedResource(type, text) ?? [])));
      if (found.length > 0) return found;
    }
  return [];
}

/** Members that every kind of resource has: they tell something only in a call with the kind in its name. */
const anyones = /(^|\+)(name|names|id|identifier)$/;
const noun = (type: string): string => type.slice(type.lastIndexOf(':') + 1);

function namesAt(part: Json | undefined, path: string): readonly string[] {
  const [first = '', second] = path.split('+');
  if (second === undefined) return textsAt(part, first);
  const [parent, child] = [textsAt(part, first)[0], textsAt(part, second)[0]];
  if (child === undefined) return [];
  return [parent === undefined || child.startsWith('arn:') ? child : `${parent.split('/').at(-1)}|${child}`];
}

function ofAnyKind(parts: readonly (Json | undefined)[]): readonly NamedResource[] {
  const ids = parts.flatMap((part) =>
    ['resourcesSet.items.resourceId', 'resourceId', 'resourceIds'].flatMap((path) => textsAt(part, path)),
  );
  return ids.flatMap((id) => resourceOfId(id) ?? []);
}

/** Lower is better: the kind that stands first in the call's name, the longest of those. */
function rank({ type }: KnownResource, call: string): number {
  const name = noun(type);
  const place = call.toLowerCase().indexOf(name.toLowerCase());
  return place < 0 ? 1000 : place - name.length / 100;
}

function listed(record: JsonObject): readonly NamedResource[] {
  const resources = isArray(record['resources']) ? record['resources'] : [];
  return resources.filter(isObject).flatMap((resource) => {
    const arn = textsAt(resource, 'arn')[0];
    if (arn === undefined) return [];
    const type = textAt(resource, 'type');
    const found = resourceOfArn(arn) ?? (type === undefined ? undefined : { type, id: arn.split(/[/:]/).at(-1) ?? arn, arn });
    const account = textAt(resource, 'accountId');
    return found === undefined ? [] : [{ ...(isAccount(account) ? { account } : {}), ...found }];
  });
}

/** Calls of IAM that are about the caller when they name no user (IAM API reference, CreateAccessKey and others: "If you do not specify a user name"). */
const ownCredential = /^((Create|Update|Delete)AccessKey|ChangePassword|(Upload|Update|Delete)SigningCertificate)$/;

/** Signing in, asking STS who one is, and one's own credentials are about the identity itself. */
function identity(record: JsonObject, service: string, call: string): readonly NamedResource[] {
  if (service !== 'signin' && service !== 'sts' && !(service === 'iam' && ownCredential.test(call))) return [];
  const who = objectAt(record, 'userIdentity');
  const role = textAt(who, 'sessionContext', 'sessionIssuer', 'arn');
  const user = textAt(who, 'type') === 'IAMUser' ? textAt(who, 'userName') : undefined;
  if (user !== undefined && user !== 'HIDDEN_DUE_TO_SECURITY_REASONS') return [{ type: 'AWS::IAM::User', id: user }];
  const found = role === undefined ? undefined : resourceOfArn(role);
  return [found ?? theAccount];
}

function account(record: JsonObject, service: string, call: string): readonly NamedResource[] {
  const caller = objectAt(record, 'userIdentity');
  // What root does is about the account, whatever else it is about.
  const byRoot = textAt(caller, 'type') === 'Root' && textAt(caller, 'invokedBy') === undefined;
  const root = byRoot || textsAt(record['requestParameters'], 'userName').includes(rootUser);
  const asked = Object.keys(objectAt(record, 'requestParameters')).length > 0;
  const looksAround = /^(List|Describe|Get|Lookup|Search)/.test(call) && (!asked || byService.has(service));
  return root || looksAround || /Account/.test(call) || accountCalls.test(`${service}:${call}`) ? [theAccount] : [];
}

/** The account as a resource: the event says which, so the id stays empty here. */
const theAccount: NamedResource = { type: 'AWS::::Account', id: '' };

function distinct(found: readonly NamedResource[]): readonly NamedResource[] {
  return [...new Map(found.map((each) => [`${each.type}|${each.id}|${each.account ?? ''}`, each])).values()];
}
