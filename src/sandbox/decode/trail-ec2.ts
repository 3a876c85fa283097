import type { Json, JsonObject } from '#domain/json.ts';
import type { Shape } from './shape.ts';
import { lowerFirst } from './trail-names.ts';

/** Lists at the top of a request whose name in CloudTrail is not the one on the wire. Source: events in the AWS user guides. */
const setNames: Readonly<Record<string, string>> = {
  InstanceId: 'instancesSet',
  ResourceId: 'resourcesSet',
  Tag: 'tagSet',
  TagSpecification: 'tagSpecificationSet',
  SecurityGroupId: 'groupSet',
  GroupId: 'groupSet',
  SecurityGroupRuleId: 'securityGroupRuleIds',
  VolumeId: 'volumeSet',
  NetworkInterface: 'networkInterfaceSet',
};
const itemNames: Readonly<Record<string, string>> = { SecurityGroupId: 'groupId' };
/** Younger operations are recorded under one member named `<Operation>Request`, with the names of the wire. */
const wrapped =
  /^(Create|Delete)(FlowLogs|NatGateway|TrafficMirror\w+|LaunchTemplate\w*|VpcEndpoints?)$|^(Modify|Replace)(SecurityGroupRules|InstanceMetadataOptions|InstanceMetadataDefaults|LaunchTemplate|Volume|IamInstanceProfileAssociation|VpcEndpoint)$|^(Enable|Disable)(EbsEncryptionByDefault|(Snapshot|Image)BlockPublicAccess|SerialConsoleAccess)$|^ReplaceIamInstanceProfileAssociation$/;

/** `requestParameters` of an EC2 call from its input in the SDK's names. */
export function ec2Parameters(operation: string, input: JsonObject, shape: Shape | undefined): JsonObject {
  if (shape?.kind !== 'structure') return input;
  if (wrapped.test(operation)) return { [`${operation}Request`]: asSent(input, shape) };
  const found = requestStructure(input, shape, true);
  if (operation === 'RunInstances') return runInstances(found);
  if (/^(Authorize|Revoke)SecurityGroup/.test(operation)) return securityGroupRules(found);
  if (operation === 'ModifySnapshotAttribute') return permissions(found, 'createVolumePermission', 'CREATE_VOLUME_PERMISSION');
  if (operation === 'ModifyImageAttribute') return permissions(found, 'launchPermission', 'launchPermission');
  return found;
}

/** `responseElements` of an EC2 call from its output in the SDK's names. */
export function ec2Elements(output: JsonObject, shape: Shape | undefined, requestId: string): JsonObject {
  return { requestId, ...(shape?.kind === 'structure' ? (responseValue(output, shape) as JsonObject) : output) };
}

const wireName = (name: string, { traits }: Shape): string => traits.ec2Name ?? traits.xmlName ?? name;
const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);
const items = (list: readonly Json[]): JsonObject => (list.length === 0 ? {} : { items: list });

function requestStructure(value: JsonObject, shape: Shape & { kind: 'structure' }, top: boolean): JsonObject {
  const found: Record<string, Json> = {};
  for (const [name, read] of shape.members) {
    const each = value[name];
    if (each === undefined) continue;
    const member = read();
    const wire = wireName(name, member);
    if (member.kind === 'list') found[listName(wire, top)] = requestList(listOf(each), member, wire, top);
    else found[lowerFirst(wire)] = member.kind === 'structure' && isObject(each) ? requestStructure(each, member, false) : each;
  }
  return found;
}

function listName(wire: string, top: boolean): string {
  if (top) return setNames[upperFirst(wire)] ?? lowerFirst(wire);
  return wire === 'Tag' ? 'tags' : lowerFirst(wire);
}

const upperFirst = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

function requestList(list: readonly Json[], shape: Shape & { kind: 'list' }, wire: string, top: boolean): Json {
  const item = shape.item();
  if (item.kind !== 'structure') return items(list.map((each) => ({ [itemNames[wire] ?? lowerFirst(wire)]: each })));
  const found = list.flatMap((each) => (isObject(each) ? [requestStructure(each, item, false)] : []));
  return wire === 'Tag' && !top ? found : items(found);
}

function responseValue(value: Json, shape: Shape): Json {
  if (shape.kind === 'list') return items(listOf(value).map((each) => responseValue(each, shape.item())));
  if (shape.kind !== 'structure' || !isObject(value)) return value;
  return Object.fromEntries(
    [...shape.members].flatMap(([name, read]) => {
      const each = value[name];
      if (each === undefined) return [];
      const wire = read().traits.xmlName ?? lowerFirst(name);
      return [[wire === 'return' ? '_return' : wire, responseValue(each, read())]];
    }),
  );
}

function asSent(value: Json, shape: Shape): Json {
  if (shape.kind !== 'structure' || !isObject(value)) return value;
  return Object.fromEntries(
    [...shape.members].flatMap(([name, read]) => {
      const each = value[name];
      if (each === undefined) return [];
      const member = read();
      const wire = upperFirst(wireName(name, member));
      if (member.kind !== 'list') return [[wire, asSent(each, member)]];
      const tagged = listOf(each).map((one, index) => {
        const sent = asSent(one, member.item());
        return { ...(isObject(sent) ? sent : { content: sent }), tag: index + 1 };
      });
      return [[wire, tagged.length === 1 ? (tagged[0] ?? null) : tagged]];
    }),
  );
}

function runInstances(found: JsonObject): JsonObject {
  const { imageId, minCount, maxCount, keyName, ...rest } = found;
  const instance = Object.fromEntries(Object.entries({ imageId, minCount, maxCount, keyName }).filter(([, value]) => value !== undefined));
  return { ...rest, instancesSet: { items: [instance] } };
}

/** Every rule is written in full, and the flat form of one rule becomes a list of one. */
function securityGroupRules(found: JsonObject): JsonObject {
  const { ipProtocol, fromPort, toPort, cidrIp, sourceSecurityGroupName, sourceSecurityGroupOwnerId, ipPermissions, ...rest } = found;
  const listed = isObject(ipPermissions) ? listOf(ipPermissions['items']).filter(isObject) : [];
  if (ipProtocol === undefined && cidrIp === undefined && listed.length === 0) return { ...rest, ipPermissions: {} };
  const group =
    sourceSecurityGroupName === undefined ? [] : [compact({ groupName: sourceSecurityGroupName, userId: sourceSecurityGroupOwnerId })];
  const flat = compact({ ipProtocol, fromPort, toPort, groups: items(group), ipRanges: items(cidrIp === undefined ? [] : [{ cidrIp }]) });
  const rules = listed.length > 0 ? listed : [flat];
  return { ...rest, ipPermissions: items(rules.map((rule) => ({ groups: {}, ipRanges: {}, ipv6Ranges: {}, prefixListIds: {}, ...rule }))) };
}

const compact = (value: JsonObject): JsonObject => Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined));

/** Who may use a snapshot or image: the flat form (operation, groups, users) becomes `add` or `remove`. */
function permissions(found: JsonObject, name: string, attributeType: string): JsonObject {
  const { attribute, operationType, userGroup, userId, ...rest } = found;
  const flat = [userGroup, userId].flatMap((list) => (isObject(list) ? listOf(list['items']) : []));
  const renamed = flat.filter(isObject).map((each) => (each['userGroup'] === undefined ? each : { group: each['userGroup'] }));
  const change = typeof operationType === 'string' && renamed.length > 0 ? { [name]: { [operationType]: items(renamed) } } : {};
  return { ...rest, attributeType: attribute ?? attributeType, ...change };
}
