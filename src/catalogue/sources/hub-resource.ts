import { knownResources } from './known-resources.ts';
import { isAccount, isRegion, type NamedResource, namedResource, resourceOfArn } from './resource-name.ts';
import { resourceOfId } from './resource-of-id.ts';

/** `awss3bucket` → `AWS::S3::Bucket`: ASFF writes the same names without colons and with capitals of its own. */
const regular = new Map(knownResources.map(({ type }) => [type.replaceAll('::', '').toLowerCase(), type]));

/** Where ASFF's name is another one (docs.aws.amazon.com/securityhub/latest/userguide/asff-resources.html). */
const irregular: Readonly<Record<string, string>> = {
  AwsElbLoadBalancer: 'AWS::ElasticLoadBalancing::LoadBalancer',
  AwsElbv2LoadBalancer: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  AwsStepFunctionStateMachine: 'AWS::StepFunctions::StateMachine',
  AwsIamPolicy: 'AWS::IAM::ManagedPolicy',
  AwsS3Object: 'AWS::S3::Bucket',
  'AWS::IAM::Policy': 'AWS::IAM::ManagedPolicy',
  'AWS::S3::Object': 'AWS::S3::Bucket',
};

/** What Security Hub says beside the id of a resource; it counts where the ARN says nothing. */
interface Beside {
  readonly account?: string | undefined;
  readonly region?: string | undefined;
}

/** A resource as Security Hub names it, in ASFF or OCSF; of a kind that we do not know with Security Hub's own name and id, so that no finding is lost. */
export function hubResource(type: string, id: string, beside: Beside): NamedResource {
  const { account, region, ...found } = resourceOf(type, id);
  const place = { account: [account, beside.account].find(isAccount), region: [region, beside.region].find(isRegion) };
  return {
    ...found,
    ...(place.account === undefined ? {} : { account: place.account }),
    ...(place.region === undefined ? {} : { region: place.region }),
  };
}

function resourceOf(type: string, id: string): NamedResource {
  const account = /^(?:AWS::::Account:|arn:[\w-]+:::)?(\d{12}):?$/.exec(id)?.[1];
  if (account !== undefined) return { type: 'AWS::::Account', id: account, account };
  const known =
    irregular[type] ?? regular.get(type.replaceAll('::', '').toLowerCase()) ?? (/^AWS::\w+::\w+$/.test(type) ? type : undefined);
  const name = id.startsWith('arn:') ? id.split(/[/:]/).at(-1) : id;
  const found = resourceOfArn(id) ?? (known === undefined ? undefined : namedResource(known, name ?? id));
  return found ?? resourceOfId(id) ?? { type: `AWS::SecurityHub::${type.replace(/\W/g, '') || 'Other'}`, id };
}
