import type { ResourceRef } from '#domain/resource-ref.ts';
import { knownResources } from './known-resources.ts';

/** A resource as far as an ARN or a name tells; what is missing comes from the event around it. */
export interface NamedResource {
  readonly type: string;
  readonly id: string;
  readonly arn?: string;
  readonly account?: string;
  readonly region?: string;
}

/** Types whose resources have no region (docs.aws.amazon.com/general/latest/gr/rande.html, "Global services"). */
const globalTypes = /^AWS::(IAM|CloudFront|Route53|Organizations|GlobalAccelerator|Shield|Budgets|WAF)::/;

/** Has this type no region? Then its region is `global`. */
export const isGlobal = (type: string): boolean => globalTypes.test(type);

const accountId = /^\d{12}$/;
const regionName = /^[a-z]{2,5}(-[a-z]+)+-\d{1,2}$/;

/** What is a part of the name for AWS, but not of the name that every source uses. */
const shortened: Readonly<Record<string, (name: string) => string>> = {
  'AWS::S3::Bucket': before('/'),
  'AWS::DynamoDB::Table': before('/'),
  'AWS::Lambda::Function': (name) => before(':')(name.replace(/^(\d{12}:)?function:/, '')),
  'AWS::Logs::LogGroup': before(':'),
  'AWS::SNS::Topic': before(':'),
  'AWS::ECS::TaskDefinition': before(':'),
  'AWS::IAM::User': after('/'),
  'AWS::IAM::Role': after('/'),
  'AWS::IAM::Group': after('/'),
  'AWS::IAM::InstanceProfile': after('/'),
  'AWS::IAM::ManagedPolicy': after('/'),
  'AWS::SecurityHub::Insight': after('/'),
  'AWS::Route53::HostedZone': after('/'),
  'AWS::SQS::Queue': after('/'),
  'AWS::AutoScaling::AutoScalingGroup': after('autoScalingGroupName/'),
  'AWS::AutoScaling::LaunchConfiguration': after('launchConfigurationName/'),
  'AWS::Events::Rule': (name) => name.replace(/^default\|/, ''),
  'AWS::ECS::Service': (name) => (name.includes('|') ? name : `default|${name}`),
};

/** The same for the end of an ARN, which is not always the name itself. */
const inArn: Readonly<Record<string, (tail: string) => string>> = {
  'AWS::SecretsManager::Secret': (tail) => tail.replace(/-[A-Za-z0-9]{6}$/, ''),
  'AWS::SSM::Parameter': (tail) => (tail.includes('/') ? `/${tail}` : tail),
  'AWS::ECS::Service': (tail) => tail.replace('/', '|'),
  'AWS::ECS::Task': (tail) => tail.replace('/', '|'),
  'AWS::ECS::ContainerInstance': (tail) => tail.replace('/', '|'),
  'AWS::CodeDeploy::DeploymentGroup': (tail) => tail.replace('/', '|'),
  'AWS::Glue::Table': (tail) => tail.replace('/', '|'),
  'AWS::SSM::Document': before(':'),
  'AWS::EKS::Nodegroup': (tail) => tail.split('/').slice(0, 2).join('|'),
  'AWS::Events::Rule': (tail) => tail.replace('/', '|'),
  'AWS::CloudFormation::Stack': before('/'),
  'AWS::ECR::Repository': (tail) => tail.replace(/\/sha256:[0-9a-f]+$/, ''),
};

const short = (type: string, name: string): string => shortened[type]?.(name) ?? name;

/** The resource that an ARN names, or nothing for a kind that we do not know. */
export function resourceOfArn(arn: string): NamedResource | undefined {
  const [prefix, , service, region = '', account = '', ...rest] = arn.split(':');
  const whole = rest.join(':');
  if (prefix !== 'arn' || service === undefined || whole === '') return undefined;
  const place = {
    arn,
    ...(accountId.test(account) ? { account } : {}),
    ...(regionName.test(region) ? { region } : {}),
  };
  const path = nested(service, whole);
  if (path !== undefined) return { ...path, ...place };
  for (const { type, arn: known } of knownResources) {
    if (known[0] !== service) continue;
    const tail = tailAfter(known[1], whole);
    if (tail !== undefined) return { type, id: short(type, inArn[type]?.(tail) ?? tail), ...place };
  }
  return undefined;
}

/** The name of a resource of this type from what a call or a metric says: a name, an ARN or a queue's URL. */
export function namedResource(type: string, text: string): NamedResource | undefined {
  if (text.startsWith('arn:')) {
    const found = resourceOfArn(text);
    return found?.type === type ? found : undefined;
  }
  if (text === '' || text === '*' || (type === 'AWS::KMS::Key' && text.startsWith('alias/'))) return undefined;
  return { type, id: short(type, text) };
}

/** Completes a resource with the place of the event; account and region are checked by the caller. */
export function resourceRef(
  found: NamedResource,
  place: { readonly account: string; readonly region: string; readonly partition: string },
): ResourceRef {
  return {
    type: found.type,
    id: found.id,
    arn: found.arn,
    partition: place.partition,
    account: found.account ?? place.account,
    region: isGlobal(found.type) ? 'global' : (found.region ?? place.region),
  };
}

export const isAccount = (text: string | undefined): text is string => text !== undefined && accountId.test(text);
export const isRegion = (text: string | undefined): text is string => text !== undefined && regionName.test(text);

/** Kinds whose ARN holds the name of their parent too. */
function nested(service: string, whole: string): NamedResource | undefined {
  const stage = service === 'apigateway' ? /^\/restapis\/(\w+)\/stages\/(.+)$/.exec(whole) : null;
  if (stage !== null) return { type: 'AWS::ApiGateway::Stage', id: `${stage[1]}|${stage[2]}` };
  const classic = service === 'elasticloadbalancing' ? /^loadbalancer\/([^/]+)$/.exec(whole) : null;
  if (classic?.[1] !== undefined) return { type: 'AWS::ElasticLoadBalancing::LoadBalancer', id: classic[1] };
  const part = service === 'appmesh' ? /^mesh\/([^/]+)\/virtual(Node|Gateway)\/(.+)$/.exec(whole) : null;
  return part === null ? undefined : { type: `AWS::AppMesh::Virtual${part[2]}`, id: `${part[1]}|${part[3]}` };
}

function tailAfter(kind: string, whole: string): string | undefined {
  if (kind === '') return whole;
  const start = whole.startsWith('/') ? 1 : 0;
  const separator = whole[start + kind.length];
  if (!whole.startsWith(kind, start) || (separator !== '/' && separator !== ':')) return undefined;
  return whole.slice(start + kind.length + 1) || undefined;
}

function before(mark: string): (text: string) => string {
  return (text) => text.split(mark)[0] ?? text;
}

function after(mark: string): (text: string) => string {
  return (text) => text.split(mark).at(-1) ?? text;
}
