import { describe, expect, it } from 'vitest';
import { rawRequest } from '#sandbox/testing/raw-request.ts';
import { decodeCall } from './decoded-call.ts';

const form = 'Content-Type: application/x-www-form-urlencoded; charset=utf-8';

const operations = async (line: string, headers = '') =>
  (await decodeCall(rawRequest(`${line} HTTP/1.1\n${headers}`, 's3/us-east-1'))).operation;

describe('decodeCall', () => {
  it('understands S3 sub-resources of the AWS CLI and of the JS SDK as the same operation', async () => {
    const body =
      '<PublicAccessBlockConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>false</IgnorePublicAcls></PublicAccessBlockConfiguration>';
    const expected = {
      service: 's3',
      operation: 'PutPublicAccessBlock',
      eventSource: 's3.amazonaws.com',
      region: 'eu-west-1',
      accessKey: 'AKIAEXAMPLE',
      mutating: true,
      input: { Bucket: 'b-1', PublicAccessBlockConfiguration: { BlockPublicAcls: true, IgnorePublicAcls: false } },
    };
    for (const target of ['/b-1?publicAccessBlock', '/b-1/?publicAccessBlock=']) {
      expect(await decodeCall(rawRequest(`PUT ${target} HTTP/1.1\n\n${body}`, 's3/eu-west-1'))).toMatchObject(expected);
    }
  });

  it('reads lists, attributes and nested documents out of S3 XML by the model', async () => {
    const call = await decodeCall(
      rawRequest(
        `PUT /b-1?acl HTTP/1.1\n\n<AccessControlPolicy xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Owner><ID>o1</ID></Owner><AccessControlList><Grant><Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="Group"><URI>http://acs.amazonaws.com/groups/global/AllUsers</URI></Grantee><Permission>READ</Permission></Grant></AccessControlList></AccessControlPolicy>`,
        's3/us-east-1',
      ),
    );
    expect(call.operation).toBe('PutBucketAcl');
    expect(call.input).toEqual({
      Bucket: 'b-1',
      AccessControlPolicy: {
        Owner: { ID: 'o1' },
        Grants: [{ Grantee: { Type: 'Group', URI: 'http://acs.amazonaws.com/groups/global/AllUsers' }, Permission: 'READ' }],
      },
    });
  });

  it('tells S3 operations on the same path apart', async () => {
    expect(await operations('GET /')).toBe('ListBuckets');
    expect(await operations('PUT /b-1')).toBe('CreateBucket');
    expect(await operations('DELETE /b-1')).toBe('DeleteBucket');
    expect(await operations('GET /b-1?list-type=2&prefix=a')).toBe('ListObjectsV2');
    expect(await operations('PUT /b-1/a/b.txt')).toBe('PutObject');
    expect(await operations('PUT /b-1/a?partNumber=1&uploadId=u')).toBe('UploadPart');
    expect(await operations('PUT /b-1/a', 'x-amz-copy-source: /b-2/a')).toBe('CopyObject');
    expect(await operations('POST /b-1?delete')).toBe('DeleteObjects');
    expect(await operations('PUT /b-1?encryption')).toBe('PutBucketEncryption');
  });

  it('takes a sub-resource that it does not know for itself, never for the plain operation', async () => {
    const call = await decodeCall(rawRequest('PUT /b-1?somethingNew HTTP/1.1', 's3/us-east-1'));
    expect(call).toMatchObject({ service: 's3', operation: 'PUT /b-1', mutating: true });
  });

  it('finds the bucket in the host name too', async () => {
    const call = await decodeCall(rawRequest('DELETE /?publicAccessBlock HTTP/1.1\nHost: b-1.s3.us-east-1.amazonaws.com', 's3/us-east-1'));
    expect(call).toMatchObject({ operation: 'DeletePublicAccessBlock', input: { Bucket: 'b-1' } });
  });

  it('reads account-level settings of S3 as a service of their own', async () => {
    const call = await decodeCall(
      rawRequest('DELETE /v20180820/configuration/publicAccessBlock HTTP/1.1\nx-amz-account-id: 123456789012', 's3/us-east-1'),
    );
    expect(call).toMatchObject({ service: 's3control', operation: 'DeletePublicAccessBlock', input: { AccountId: '123456789012' } });
  });

  it('reads EC2 forms into lists, numbers and booleans', async () => {
    const body =
      'Action=AuthorizeSecurityGroupIngress&Version=2016-11-15&GroupId=sg-1&IpPermissions.1.IpProtocol=tcp&IpPermissions.1.FromPort=22&IpPermissions.1.ToPort=22&IpPermissions.1.IpRanges.1.CidrIp=0.0.0.0%2F0&IpPermissions.1.IpRanges.2.CidrIp=10.0.0.0%2F8&IpPermissions.1.Groups.1.GroupId=sg-2&DryRun=false';
    const call = await decodeCall(rawRequest(`POST / HTTP/1.1\n${form}\n\n${body}`, 'ec2/us-east-1'));
    expect(call.input).toEqual({
      GroupId: 'sg-1',
      DryRun: false,
      IpPermissions: [
        {
          IpProtocol: 'tcp',
          FromPort: 22,
          ToPort: 22,
          IpRanges: [{ CidrIp: '0.0.0.0/0' }, { CidrIp: '10.0.0.0/8' }],
          UserIdGroupPairs: [{ GroupId: 'sg-2' }],
        },
      ],
    });
  });

  it('reads query forms with member lists, of installed and of other services', async () => {
    const iam = 'Action=TagUser&Version=2010-05-08&UserName=eve&Tags.member.1.Key=a&Tags.member.1.Value=b';
    expect((await decodeCall(rawRequest(`POST / HTTP/1.1\n${form}\n\n${iam}`, 'iam/us-east-1'))).input).toEqual({
      UserName: 'eve',
      Tags: [{ Key: 'a', Value: 'b' }],
    });
    const rds =
      'Action=ModifyDBInstance&Version=2014-10-31&DBInstanceIdentifier=db-1&PubliclyAccessible=true&VpcSecurityGroupIds.member.1=sg-1';
    const call = await decodeCall(rawRequest(`POST / HTTP/1.1\n${form}\n\n${rds}`, 'rds/us-east-1'));
    expect(call).toMatchObject({ service: 'rds', operation: 'ModifyDBInstance', mutating: true, input: { VpcSecurityGroupIds: ['sg-1'] } });
  });

  it('reads JSON calls by their target', async () => {
    const call = await decodeCall(
      rawRequest(
        'POST / HTTP/1.1\nX-Amz-Target: AmazonSSM.PutParameter\nContent-Type: application/x-amz-json-1.1\n\n{"Name":"/a","Value":"x","Type":"String"}',
        'ssm/us-east-1',
      ),
    );
    expect(call).toMatchObject({
      service: 'ssm',
      operation: 'PutParameter',
      protocol: 'json',
      input: { Name: '/a', Value: 'x', Type: 'String' },
    });
  });

  it('reads REST-JSON paths, queries and bodies', async () => {
    const call = await decodeCall(
      rawRequest(
        'POST /2015-03-31/functions/fn%3Alive/policy?Qualifier=live HTTP/1.1\n\n{"Action":"lambda:InvokeFunction","Principal":"*","StatementId":"s"}',
        'lambda/us-east-1',
      ),
    );
    expect(call).toMatchObject({
      service: 'lambda',
      operation: 'AddPermission',
      input: { FunctionName: 'fn:live', Qualifier: 'live', Action: 'lambda:InvokeFunction', Principal: '*', StatementId: 's' },
    });
  });

  it('names a call of an unknown service by method and path instead of failing', async () => {
    expect(await decodeCall(rawRequest('POST /v1/brokers HTTP/1.1\n\n{"brokerName":"b"}', 'mq/us-east-1'))).toMatchObject({
      service: 'mq',
      operation: 'POST /v1/brokers',
      input: { brokerName: 'b' },
      mutating: true,
    });
    expect(await decodeCall(rawRequest('GET /v1/brokers HTTP/1.1', 'mq/us-east-1'))).toMatchObject({ mutating: false });
  });

  it('reads who signed a presigned URL', async () => {
    const call = await decodeCall(
      rawRequest('GET /b-1/k?X-Amz-Credential=AKIAPRESIGNED%2F20261120%2Feu-west-1%2Fs3%2Faws4_request HTTP/1.1'),
    );
    expect(call).toMatchObject({ operation: 'GetObject', accessKey: 'AKIAPRESIGNED', region: 'eu-west-1', mutating: false });
  });

  it('survives paths with broken escapes', async () => {
    expect(await decodeCall(rawRequest('PUT /b%zz?acl HTTP/1.1', 's3/us-east-1'))).toMatchObject({
      operation: 'PutBucketAcl',
      input: { Bucket: 'b%zz' },
    });
  });

  it('survives bodies that are not what they claim to be', async () => {
    for (const body of ['<a><b></a>', '{"a":', '\u0000\u0001', '<']) {
      const s3 = await decodeCall(rawRequest(`PUT /b-1?acl HTTP/1.1\n\n${body}`, 's3/us-east-1'));
      expect(s3.operation).toBe('PutBucketAcl');
      const json = await decodeCall(rawRequest(`POST / HTTP/1.1\nX-Amz-Target: AmazonSSM.PutParameter\n\n${body}`, 'ssm/us-east-1'));
      expect(json.input).toEqual({});
    }
    const call = await decodeCall(
      rawRequest(`POST / HTTP/1.1\n${form}\n\nAction=StopInstances&InstanceId=x&__proto__.a=1&InstanceId.1=i-1`, 'ec2/us-east-1'),
    );
    expect(call.operation).toBe('StopInstances');
    expect({}).not.toHaveProperty('a');
  });
});
