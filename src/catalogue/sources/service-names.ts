/** How CloudFormation writes services that are not just one word with a capital (docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html), by the service of the ARN. */
const written: Readonly<Record<string, string>> = {
  acm: 'CertificateManager',
  'acm-pca': 'ACMPCA',
  airflow: 'MWAA',
  aoss: 'OpenSearchServerless',
  apigateway: 'ApiGateway',
  apprunner: 'AppRunner',
  appsync: 'AppSync',
  codeartifact: 'CodeArtifact',
  codebuild: 'CodeBuild',
  codedeploy: 'CodeDeploy',
  codepipeline: 'CodePipeline',
  datasync: 'DataSync',
  directconnect: 'DirectConnect',
  dms: 'DMS',
  docdb: 'DocDB',
  ec2: 'EC2',
  ecr: 'ECR',
  ecs: 'ECS',
  eks: 'EKS',
  elasticbeanstalk: 'ElasticBeanstalk',
  elasticfilesystem: 'EFS',
  elasticmapreduce: 'EMR',
  'emr-containers': 'EMRContainers',
  'emr-serverless': 'EMRServerless',
  es: 'OpenSearchService',
  fsx: 'FSx',
  gamelift: 'GameLift',
  guardduty: 'GuardDuty',
  imagebuilder: 'ImageBuilder',
  inspector2: 'InspectorV2',
  iot: 'IoT',
  ivs: 'IVS',
  kafka: 'MSK',
  kms: 'KMS',
  mediaconnect: 'MediaConnect',
  mediaconvert: 'MediaConvert',
  medialive: 'MediaLive',
  mq: 'AmazonMQ',
  opsworks: 'OpsWorks',
  ram: 'RAM',
  rds: 'RDS',
  s3: 'S3',
  sagemaker: 'SageMaker',
  secretsmanager: 'SecretsManager',
  servicecatalog: 'ServiceCatalog',
  ses: 'SES',
  sms: 'SMS',
  sns: 'SNS',
  sqs: 'SQS',
  ssm: 'SSM',
  sso: 'SSO',
  states: 'StepFunctions',
  storagegateway: 'StorageGateway',
  transfer: 'Transfer',
  waf: 'WAF',
  wafv2: 'WAFv2',
};

/** A type in CloudFormation's manner for a kind that has no line of its own: `batch` and `job-queue` are `AWS::Batch::JobQueue`. */
export const typeLike = (service: string, kind: string): string =>
  `AWS::${written[service] ?? capitals(service)}::${kind === '' ? 'Resource' : capitals(kind)}`;

const capitals = (words: string): string =>
  words
    .split(/[-_.\s]/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
