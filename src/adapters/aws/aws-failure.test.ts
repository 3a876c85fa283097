import { expect, test } from 'vitest';
import { awsFailure } from './aws-failure.ts';

const site = { partition: 'aws', account: '111122223333', region: 'eu-west-1' };
const failure = (name: string, call: string, status = 400) => {
  const [service = '', operation = ''] = call.split('.');
  return awsFailure(Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status } }), {
    service,
    operation,
    site,
    input: {},
  });
};

test.each([
  ['NoSuchBucket', 's3.getBucketPolicy', 'AWS::S3::Bucket'],
  ['InvalidInstanceID.NotFound', 'ec2.describeInstances', 'AWS::EC2::Instance'],
  ['InvalidSubnetID.NotFound', 'ec2.describeSubnets', 'AWS::EC2::Subnet'],
  ['InvalidDocument', 'ssm.describeDocumentPermission', 'AWS::SSM::Document'],
  ['NotFoundException', 'kms.describeKey', undefined],
  ['NotFound', 'sns.getTopicAttributes', undefined],
  ['NotFound', 's3.headBucket', undefined],
  ['NoSuchEntity', 'iam.getUser', undefined],
  ['ResourceNotFoundException', 'lambda.getFunctionConfiguration', undefined],
  ['InvalidResourceId', 'ssm.listTagsForResource', undefined],
])('%s of %s is a resource that is not there', (name, call, missing) => {
  const { code, retry, details } = failure(name, call);
  expect({ code, retry, missing: details?.['missing'] }).toEqual({ code: 'no-such-resource', retry: 'never', missing });
});

test.each([
  ['InvalidDocument', 'ssm.sendCommand', 'our document, not the instance'],
  ['InvalidDocument', 'ssm.getDocument', 'our document, not the instance'],
  ['NoSuchEntity', 'iam.getInstanceProfile', 'a profile, not the instance'],
  ['NoSuchEntity', 'iam.getRolePolicy', 'a policy, not the role'],
  ['NoSuchEntity', 'iam.detachUserPolicy', 'perhaps only the attachment'],
  ['NotFoundException', 'macie2.getMacieSession', 'what the call needs'],
  ['ResourceNotFoundException', 'securityhub.getFindings', 'Security Hub, which is not enabled'],
  ['InvalidResourceId', 'ec2.describeFlowLogs', 'an id of the wrong kind'],
  ['NotFound', 's3.getBucketPolicy', 'no code of S3 for a bucket'],
  ['toString', 'lambda.getPolicy', 'nothing'],
])('%s of %s is not: it means %s', (name, call) => {
  expect(failure(name, call)).toMatchObject({ code: 'aws-error', retry: 'never' });
});
