import type { JsonObject } from '#domain/json.ts';
import { anyResource } from './any-resource.ts';
import { isArray, isObject, objectAt, textAt, textsAt } from './fields.ts';
import { isAccount, isRegion, type NamedResource, namedResource, resourceOfArn } from './resource-name.ts';
import { resourceOfId } from './resource-of-id.ts';

/** Where a finding names what is under threat (docs.aws.amazon.com/guardduty/latest/APIReference/API_Resource.html). */
const places: readonly (readonly [path: string, type: string])[] = [
  ['instanceDetails.instanceId', 'AWS::EC2::Instance'],
  ['s3BucketDetails.name', 'AWS::S3::Bucket'],
  ['lambdaDetails.functionName', 'AWS::Lambda::Function'],
  ['rdsDbInstanceDetails.dbInstanceIdentifier', 'AWS::RDS::DBInstance'],
  ['eksClusterDetails.name', 'AWS::EKS::Cluster'],
  ['ecsClusterDetails.name', 'AWS::ECS::Cluster'],
  ['ebsSnapshotDetails.snapshotArn', 'AWS::EC2::Snapshot'],
  ['ec2ImageDetails.imageArn', 'AWS::EC2::Image'],
  ['ebsVolumeDetails.scannedVolumeDetails.volumeArn', 'AWS::EC2::Volume'],
  ['rdsLimitlessDbDetails.dbClusterIdentifier', 'AWS::RDS::DBCluster'],
  ['recoveryPointDetails.backupVaultName', 'AWS::Backup::BackupVault'],
];

/** What a finding is about: the resource under threat, else what the call touched, or what an attack of many steps went through, else the account. */
export function resourcesOfThreat(finding: JsonObject, account: string | undefined): readonly NamedResource[] {
  const steps = [
    () => places.flatMap(([path, type]) => textsAt(finding['resource'], path).flatMap((text) => namedResource(type, text) ?? [])),
    () => ownerOfKey(objectAt(finding, 'resource', 'accessKeyDetails'), account),
    () => inSequence(objectAt(finding, 'service', 'detection', 'sequence'), account),
    () => touched(objectAt(finding, 'service', 'action', 'awsApiCallAction', 'affectedResources')),
  ];
  for (const step of steps) {
    const found = step();
    if (found.length > 0) return found;
  }
  return account === undefined ? [] : [{ type: 'AWS::::Account', id: account }];
}

/** The resources of an attack sequence (docs.aws.amazon.com/guardduty/latest/APIReference/API_ResourceV2.html); what has no ARN has a typed id. */
function inSequence(sequence: JsonObject, account: string | undefined): readonly NamedResource[] {
  return (isArray(sequence['resources']) ? sequence['resources'].filter(isObject) : []).flatMap((each) => {
    const id = textAt(each, 'uid') ?? '';
    const key = ownerOfKey(objectAt(each, 'data', 'accessKey'), account);
    const region = textAt(each, 'region');
    const found = anyResource(id) ?? resourceOfId(id);
    return key.length > 0 || found === undefined ? key : [{ ...(isRegion(region) ? { region } : {}), ...found }];
  });
}

/** CloudTrail names a key by its owner, so we do too. */
function ownerOfKey(key: JsonObject, account: string | undefined): readonly NamedResource[] {
  const type = textAt(key, 'userType');
  const name = textAt(key, 'userName');
  if (type === 'Root' && account !== undefined) return [{ type: 'AWS::::Account', id: account }];
  if (name === undefined) return [];
  return [{ type: type === 'AssumedRole' || type === 'Role' ? 'AWS::IAM::Role' : 'AWS::IAM::User', id: name }];
}

const touched = (affected: JsonObject): readonly NamedResource[] =>
  Object.entries(affected).flatMap(([type, value]) => {
    if (typeof value !== 'string' || !/^AWS::\w+::\w+$/.test(type)) return [];
    const found = resourceOfArn(value) ?? namedResource(type, value);
    return found === undefined || (isAccount(found.id) && type !== found.type) ? [] : [found];
  });
