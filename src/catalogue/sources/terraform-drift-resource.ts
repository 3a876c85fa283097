import type { JsonObject } from '#domain/json.ts';
import { isArray, isObject, objectAt, textAt } from './fields.ts';
import { isAccount, isRegion, type NamedResource, namedResource, resourceOfArn } from './resource-name.ts';

/** Resources of Terraform that AWS knows as a part of another one: which attribute names that one, and its type. Source: registry.terraform.io/providers/hashicorp/aws. */
const parts: readonly (readonly [terraform: RegExp, attributes: string, type: string])[] = [
  [/^aws_s3_bucket_/, 'bucket', 'AWS::S3::Bucket'],
  [/^aws_(vpc_)?security_group_/, 'security_group_id', 'AWS::EC2::SecurityGroup'],
  [/^aws_default_security_group$/, 'id', 'AWS::EC2::SecurityGroup'],
  [/^aws_iam_role_/, 'role role_name', 'AWS::IAM::Role'],
  [/^aws_iam_(user_|access_key$)/, 'user', 'AWS::IAM::User'],
  [/^aws_iam_group_/, 'group', 'AWS::IAM::Group'],
  [/^aws_lambda_(permission|function_|event_source|provisioned)/, 'function_name', 'AWS::Lambda::Function'],
  [/^aws_sqs_queue_/, 'queue_url', 'AWS::SQS::Queue'],
  [/^aws_kms_key_/, 'key_id', 'AWS::KMS::Key'],
  [/^aws_network_acl_/, 'network_acl_id', 'AWS::EC2::NetworkAcl'],
  [/^aws_route$/, 'route_table_id', 'AWS::EC2::RouteTable'],
  [/^aws_volume_attachment$/, 'volume_id', 'AWS::EC2::Volume'],
  [/^aws_dynamodb_(table_|tag$|kinesis)/, 'table_name resource_arn', 'AWS::DynamoDB::Table'],
];

/** Resources of Terraform that are settings of the account itself. */
const ofTheAccount =
  /^aws_(s3_account_|iam_account_|ebs_encryption_by_default|ebs_default_kms_key|ebs_snapshot_block|ec2_image_block|ec2_serial_console|ec2_instance_metadata_defaults)/;

/** What a resource of Terraform is at AWS, by its ARN, else by what it is a part of. The account's own settings have no name: their id stays empty. */
export function resourceOfState(type: string, values: JsonObject): NamedResource | undefined {
  if (ofTheAccount.test(type)) return { type: 'AWS::::Account', id: '' };
  const found = resourceOfArn(textAt(values, 'arn') ?? '');
  if (found !== undefined) return found;
  for (const [terraform, attributes, kind] of parts) {
    if (!terraform.test(type)) continue;
    for (const attribute of attributes.split(' ')) {
      const name = textAt(values, attribute);
      const part = name === undefined ? undefined : namedResource(kind, name);
      if (part !== undefined) return part;
    }
  }
  return undefined;
}

/** Account and region as far as the whole document tells them for sure. */
export interface StatePlace {
  readonly account: string | undefined;
  readonly region: string | undefined;
  /** Of resources that say their own, by type and id. */
  readonly own: ReadonlyMap<string, OwnPlace>;
}

interface OwnPlace {
  readonly account: string | undefined;
  readonly region: string | undefined;
}

/** Where a document's resources are: an account or a region counts for the others only when no resource says another. */
export function placeOfState(plan: JsonObject, drifted: readonly { readonly type: string; readonly values: JsonObject }[]): StatePlace {
  const own = new Map<string, OwnPlace>();
  const accounts = new Set<string>();
  const regions = new Set<string>();
  const state = [...resourcesIn(objectAt(plan, 'prior_state', 'values', 'root_module'))];
  for (const { type, values } of [...state, ...drifted]) {
    const found = resourceOfState(type, values);
    const place = ownPlace(type, found, values);
    if (found !== undefined) {
      const known = own.get(`${found.type}|${found.id}`);
      own.set(`${found.type}|${found.id}`, { account: place.account ?? known?.account, region: place.region ?? known?.region });
    }
    if (place.account !== undefined) accounts.add(place.account);
    if (place.region !== undefined) regions.add(place.region);
  }
  const configured = configuredRegions(plan);
  return { account: only(accounts), region: only(configured.size > 0 ? configured : regions), own };
}

/** Where `account_id` is the account that Terraform itself worked in; elsewhere it may be another one (a member, a peer). */
const inItsAccount = /^aws_(caller_identity|s3_account_public_access_block)$/;

/** What a resource says of itself. */
export function ownPlace(type: string, found: NamedResource | undefined, values: JsonObject): OwnPlace {
  const account = [found?.account, textAt(values, 'owner_id'), inItsAccount.test(type) ? textAt(values, 'account_id') : undefined].find(
    isAccount,
  );
  return { account, region: [found?.region, textAt(values, 'region')].find(isRegion) };
}

/** Resources that Terraform manages, in modules too, and who it was itself. */
function* resourcesIn(module: JsonObject): Generator<{ readonly type: string; readonly values: JsonObject }> {
  for (const each of isArray(module['resources']) ? module['resources'] : []) {
    if (!isObject(each)) continue;
    const type = textAt(each, 'type') ?? '';
    if (each['mode'] === 'managed' || type === 'aws_caller_identity') yield { type, values: objectAt(each, 'values') };
  }
  for (const each of isArray(module['child_modules']) ? module['child_modules'] : []) if (isObject(each)) yield* resourcesIn(each);
}

/** Regions that providers name; empty when one of them takes its region from elsewhere. */
function configuredRegions(plan: JsonObject): ReadonlySet<string> {
  const providers = Object.values(objectAt(plan, 'configuration', 'provider_config')).filter(isObject);
  const regions = providers
    .filter((provider) => textAt(provider, 'full_name')?.endsWith('/aws') ?? textAt(provider, 'name') === 'aws')
    .map((provider) => textAt(provider, 'expressions', 'region', 'constant_value'));
  return regions.every(isRegion) ? new Set(regions) : new Set();
}

const only = (found: ReadonlySet<string>): string | undefined => (found.size === 1 ? [...found][0] : undefined);
