/**
 * Ids that a control had in one standard, and its id of today where the two differ. Source: "Generator IDs before and after turning on consolidated control findings",
 * docs.aws.amazon.com/securityhub/latest/userguide/asff-changes-consolidation.html. In GovCloud and in China findings have no other ids.
 */
const standards: Readonly<Record<string, string>> = {
  'cis/1.2.0/': `1.1=CloudWatch.1+IAM.20 1.2=IAM.5 1.3=IAM.8 1.4=IAM.3 1.5=IAM.11 1.6=IAM.12 1.7=IAM.13 1.8=IAM.14 1.9=IAM.15 1.10=IAM.16
    1.11=IAM.17 1.12=IAM.4 1.13=IAM.9 1.14=IAM.6 1.16=IAM.2 1.20=IAM.18 1.22=IAM.1
    2.1=CloudTrail.1 2.2=CloudTrail.4 2.3=CloudTrail.6 2.4=CloudTrail.5 2.5=Config.1 2.6=CloudTrail.7 2.7=CloudTrail.2 2.8=KMS.4 2.9=EC2.6
    3.1=CloudWatch.2 3.2=CloudWatch.3 3.3=CloudWatch.1 3.4=CloudWatch.4 3.5=CloudWatch.5 3.6=CloudWatch.6 3.7=CloudWatch.7 3.8=CloudWatch.8
    3.9=CloudWatch.9 3.10=CloudWatch.10 3.11=CloudWatch.11 3.12=CloudWatch.12 3.13=CloudWatch.13 3.14=CloudWatch.14
    4.1=EC2.13 4.2=EC2.14 4.3=EC2.2`,
  'cis/1.4.0/': `1.4=IAM.4 1.5=IAM.9 1.6=IAM.6 1.7=CloudWatch.1 1.8=IAM.15 1.9=IAM.16 1.10=IAM.5 1.14=IAM.3 1.16=IAM.1 1.17=IAM.18
    2.1.1=S3.4 2.1.2=S3.5 2.1.5.1=S3.1 2.1.5.2=S3.8 2.2.1=EC2.7 2.3.1=RDS.3
    3.1=CloudTrail.1 3.2=CloudTrail.4 3.4=CloudTrail.5 3.5=Config.1 3.6=S3.9 3.7=CloudTrail.2 3.8=KMS.4 3.9=EC2.6
    4.3=CloudWatch.1 4.4=CloudWatch.4 4.5=CloudWatch.5 4.6=CloudWatch.6 4.7=CloudWatch.7 4.8=CloudWatch.8 4.9=CloudWatch.9
    4.10=CloudWatch.10 4.11=CloudWatch.11 4.12=CloudWatch.12 4.13=CloudWatch.13 4.14=CloudWatch.14 5.1=EC2.21 5.3=EC2.2`,
  'PCI.': `AutoScaling.1=AutoScaling.1 CloudTrail.1=CloudTrail.2 CloudTrail.2=CloudTrail.3 CloudTrail.3=CloudTrail.4 CloudTrail.4=CloudTrail.5
    CodeBuild.1=CodeBuild.1 CodeBuild.2=CodeBuild.2 Config.1=Config.1 CW.1=CloudWatch.1 DMS.1=DMS.1
    EC2.1=EC2.1 EC2.2=EC2.2 EC2.4=EC2.12 EC2.5=EC2.13 EC2.6=EC2.6 ELBv2.1=ELB.1 ES.1=ES.2 ES.2=ES.1 GuardDuty.1=GuardDuty.1
    IAM.1=IAM.4 IAM.2=IAM.2 IAM.3=IAM.1 IAM.4=IAM.6 IAM.5=IAM.9 IAM.6=IAM.19 IAM.7=IAM.8 IAM.8=IAM.10 KMS.1=KMS.4
    Lambda.1=Lambda.1 Lambda.2=Lambda.3 Opensearch.1=Opensearch.2 Opensearch.2=Opensearch.1 RDS.1=RDS.1 RDS.2=RDS.2 Redshift.1=Redshift.1
    S3.1=S3.3 S3.2=S3.2 S3.3=S3.7 S3.4=S3.4 S3.5=S3.5 S3.6=S3.1 SageMaker.1=SageMaker.1 SSM.1=SSM.2 SSM.2=SSM.3 SSM.3=SSM.1`,
  '': 'ELBv2.1=ELB.1',
};

const today = new Map(
  Object.entries(standards).flatMap(([prefix, pairs]) =>
    pairs.split(/\s+/).map((pair): readonly [string, readonly string[]] => {
      const [old = '', now = ''] = pair.split('=');
      return [`${prefix}${old}`, now.split('+')];
    }),
  ),
);

/** The controls of today that a text names by a generator id, an ARN or an id, whichever standard it is of; none for another text. `cis/1.4.0/9.9` where no id of today is known. */
export function controlsNamedIn(text: string): readonly string[] {
  const named = text.replace(/\/finding\/.*$/, '');
  const [, version, rule] = /cis-aws-foundations-benchmark\/v\/([\d.]+)\/(?:rule\/)?([\d.]+)$/.exec(named) ?? [];
  const id = rule === undefined ? /(?:^|\/)(?:CT\.)?((?:PCI\.)?[A-Za-z][A-Za-z0-9]*\.\d+)$/.exec(named)?.[1] : `cis/${version}/${rule}`;
  return id === undefined ? [] : (today.get(id) ?? [id]);
}
