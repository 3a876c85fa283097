import { describe, expect, it } from 'vitest';
import type { JsonObject } from '#domain/json.ts';
import { rawRequest } from '#sandbox/testing/raw-request.ts';
import { cloudTrailEvent } from './cloudtrail-event.ts';
import { decodeCall } from './decoded-call.ts';
import type { WireRequest } from './wire-request.ts';

const form = 'Content-Type: application/x-www-form-urlencoded; charset=utf-8';

interface Answer {
  readonly status?: number;
  readonly body?: string;
}

async function detailOf(request: WireRequest, answer: Answer = {}): Promise<JsonObject> {
  return (await eventOf(request, answer))['detail'] as JsonObject;
}

async function eventOf(request: WireRequest, { status = 200, body = '' }: Answer = {}): Promise<JsonObject> {
  return cloudTrailEvent({
    call: await decodeCall(request),
    request,
    response: { status, headers: {}, body: Buffer.from(body) },
    requestId: 'req-1',
    userIdentity: { type: 'IAMUser', userName: 'eve' },
    account: '123456789012',
    sourceIp: '127.0.0.1',
    at: Date.UTC(2026, 10, 20, 12, 0, 0, 999),
  });
}

const text = async (request: WireRequest, answer?: Answer) => JSON.stringify(await detailOf(request, answer));
const query = (service: string, body: string, region = 'eu-west-1') =>
  rawRequest(`POST / HTTP/1.1\n${form}\n\n${body}`, `${service}/${region}`);
const json = (service: string, target: string, body: object) =>
  rawRequest(`POST / HTTP/1.1\nX-Amz-Target: ${target}\n\n${JSON.stringify(body)}`, `${service}/eu-west-1`);
const s3 = (line: string, body = '', headers = '') =>
  rawRequest(`${line} HTTP/1.1\nUser-Agent: aws-cli/1\n${headers}\n\n${body}`.replace(/\n\n\n+/, '\n\n'), 's3/eu-west-1');

describe('cloudTrailEvent', () => {
  it('wraps the record as EventBridge delivers it', async () => {
    const event = await eventOf(s3('DELETE /b-1?publicAccessBlock'));
    expect(event).toMatchObject({
      version: '0',
      'detail-type': 'AWS API Call via CloudTrail',
      source: 'aws.s3',
      account: '123456789012',
      region: 'eu-west-1',
      time: '2026-11-20T12:00:00Z',
      detail: {
        eventSource: 's3.amazonaws.com',
        eventName: 'DeleteBucketPublicAccessBlock',
        eventTime: '2026-11-20T12:00:00Z',
        awsRegion: 'eu-west-1',
        sourceIPAddress: '127.0.0.1',
        userAgent: 'aws-cli/1',
        userIdentity: { type: 'IAMUser', userName: 'eve' },
        requestParameters: { bucketName: 'b-1', publicAccessBlock: '' },
        responseElements: null,
        requestID: 'req-1',
        readOnly: false,
        managementEvent: true,
        eventType: 'AwsApiCall',
        recipientAccountId: '123456789012',
        resources: [{ type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::b-1' }],
      },
    });
    expect(event['detail']).not.toHaveProperty('errorCode');
  });

  it('keeps AWS casing inside the documents of S3', async () => {
    const pab = await detailOf(
      s3(
        'PUT /b-1?publicAccessBlock',
        '<PublicAccessBlockConfiguration><BlockPublicAcls>false</BlockPublicAcls></PublicAccessBlockConfiguration>',
      ),
    );
    expect(pab).toMatchObject({
      eventName: 'PutBucketPublicAccessBlock',
      requestParameters: { PublicAccessBlockConfiguration: { BlockPublicAcls: false } },
    });
    const canned = await detailOf(s3('PUT /b-1?acl', '', 'x-amz-acl: public-read'));
    expect(canned['requestParameters']).toMatchObject({ bucketName: 'b-1', acl: '', 'x-amz-acl': 'public-read' });
    const policy = await detailOf(s3('PUT /b-1?policy', '{"Statement":[{"Principal":"*"}]}'));
    expect(policy['requestParameters']).toMatchObject({ bucketPolicy: { Statement: [{ Principal: '*' }] } });
  });

  it('writes EC2 rules in full, whether they came as a list or flat', async () => {
    const expected = {
      groupId: 'sg-1',
      ipPermissions: {
        items: [
          {
            ipProtocol: 'tcp',
            fromPort: 22,
            toPort: 22,
            groups: {},
            ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] },
            ipv6Ranges: {},
            prefixListIds: {},
          },
        ],
      },
    };
    const listed =
      'Action=AuthorizeSecurityGroupIngress&GroupId=sg-1&IpPermissions.1.IpProtocol=tcp&IpPermissions.1.FromPort=22&IpPermissions.1.ToPort=22&IpPermissions.1.IpRanges.1.CidrIp=0.0.0.0/0';
    const flat = 'Action=AuthorizeSecurityGroupIngress&GroupId=sg-1&IpProtocol=tcp&FromPort=22&ToPort=22&CidrIp=0.0.0.0/0';
    for (const body of [listed, flat]) expect((await detailOf(query('ec2', body)))['requestParameters']).toEqual(expected);
  });

  it('reports the states that instances left and entered', async () => {
    const body =
      '<StopInstancesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>x</requestId><instancesSet><item><instanceId>i-1</instanceId><currentState><code>64</code><name>stopping</name></currentState><previousState><code>16</code><name>running</name></previousState></item></instancesSet></StopInstancesResponse>';
    expect(await detailOf(query('ec2', 'Action=StopInstances&InstanceId.1=i-1'), { body })).toMatchObject({
      requestParameters: { instancesSet: { items: [{ instanceId: 'i-1' }] } },
      responseElements: {
        requestId: 'req-1',
        instancesSet: {
          items: [{ instanceId: 'i-1', currentState: { code: 64, name: 'stopping' }, previousState: { code: 16, name: 'running' } }],
        },
      },
    });
  });

  it('writes who may use a snapshot in one form', async () => {
    const expected = {
      snapshotId: 'snap-1',
      attributeType: 'CREATE_VOLUME_PERMISSION',
      createVolumePermission: { add: { items: [{ group: 'all' }] } },
    };
    const structured = 'Action=ModifySnapshotAttribute&SnapshotId=snap-1&CreateVolumePermission.Add.1.Group=all';
    const flat = 'Action=ModifySnapshotAttribute&SnapshotId=snap-1&OperationType=add&UserGroup.1=all';
    for (const body of [structured, flat]) expect((await detailOf(query('ec2', body)))['requestParameters']).toEqual(expected);
  });

  it('hides secrets wherever they are', async () => {
    const secret = 'c0ffee-s3cret';
    const seen = await Promise.all([
      text(json('ssm', 'AmazonSSM.PutParameter', { Name: '/a', Value: secret, Type: 'SecureString' })),
      text(json('secretsmanager', 'secretsmanager.PutSecretValue', { SecretId: 's', SecretString: secret })),
      text(query('iam', `Action=UpdateLoginProfile&UserName=eve&Password=${secret}`)),
      text(query('rds', `Action=ModifyDBInstance&MasterUserPassword=${secret}`)),
      text(query('ec2', `Action=RunInstances&ImageId=ami-1&MinCount=1&MaxCount=1&UserData=${secret}`)),
      text(
        rawRequest(
          `PUT /2015-03-31/functions/f/configuration HTTP/1.1\n\n${JSON.stringify({ Environment: { Variables: { TOKEN: secret } } })}`,
          'lambda/eu-west-1',
        ),
      ),
      text(query('iam', 'Action=CreateAccessKey&UserName=eve'), {
        body: `<CreateAccessKeyResponse><CreateAccessKeyResult><AccessKey><UserName>eve</UserName><AccessKeyId>AKIA2</AccessKeyId><SecretAccessKey>${secret}</SecretAccessKey></AccessKey></CreateAccessKeyResult></CreateAccessKeyResponse>`,
      }),
    ]);
    for (const each of seen) {
      expect(each).not.toContain(secret);
      expect(each).toContain('HIDDEN_DUE_TO_SECURITY_REASONS');
    }
  });

  it('uses the names and the casing of CloudTrail', async () => {
    const name = async (request: WireRequest) => (await detailOf(request))['eventName'];
    expect(await name(rawRequest('POST /2015-03-31/functions HTTP/1.1\n\n{}', 'lambda/eu-west-1'))).toBe('CreateFunction20150331');
    expect(await name(rawRequest('PUT /2015-03-31/functions/f/code HTTP/1.1\n\n{}', 'lambda/eu-west-1'))).toBe(
      'UpdateFunctionCode20150331v2',
    );
    expect(await name(rawRequest('PUT /2021-10-31/functions/f/url HTTP/1.1\n\n{}', 'lambda/eu-west-1'))).toBe('UpdateFunctionUrlConfig');
    expect(await name(rawRequest('DELETE /v20180820/configuration/publicAccessBlock HTTP/1.1\nx-amz-account-id: 1', 's3/eu-west-1'))).toBe(
      'DeleteAccountPublicAccessBlock',
    );
    const tagged = await detailOf(
      json('dynamodb', 'DynamoDB_20120810.TagResource', { ResourceArn: 'a', Tags: [{ Key: 'Env', Value: 'P' }] }),
    );
    expect(tagged['requestParameters']).toEqual({ resourceArn: 'a', tags: [{ key: 'Env', value: 'P' }] });
  });

  it('keeps the keys of maps, which are data', async () => {
    const detail = await detailOf(
      rawRequest(`POST /2017-03-31/tags/arn HTTP/1.1\n\n${JSON.stringify({ Tags: { CostCentre: 'A' } })}`, 'lambda/eu-west-1'),
    );
    expect(detail).toMatchObject({ eventName: 'TagResource20170331v2', requestParameters: { tags: { CostCentre: 'A' } } });
  });

  it('reports failed calls with the code that CloudTrail uses', async () => {
    const ec2 =
      '<Response><Errors><Error><Code>InvalidPermission.NotFound</Code><Message>no such rule</Message></Error></Errors></Response>';
    expect(await detailOf(query('ec2', 'Action=RevokeSecurityGroupIngress&GroupId=sg-1'), { status: 400, body: ec2 })).toMatchObject({
      errorCode: 'Client.InvalidPermission.NotFound',
      errorMessage: 'no such rule',
      responseElements: null,
    });
    const iam = '<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>gone</Message></Error></ErrorResponse>';
    expect(await detailOf(query('iam', 'Action=DeleteUser&UserName=eve'), { status: 404, body: iam })).toMatchObject({
      errorCode: 'NoSuchEntityException',
    });
    const denied = { status: 400, body: '{"__type":"com.amazon#AccessDeniedException","message":"no"}' };
    expect(await detailOf(json('ssm', 'AmazonSSM.PutParameter', { Name: '/a' }), denied)).toMatchObject({
      errorCode: 'AccessDenied',
      errorMessage: 'no',
    });
  });

  it('records global services in us-east-1', async () => {
    expect(await eventOf(query('iam', 'Action=DeleteUser&UserName=eve', 'eu-west-1'))).toMatchObject({
      region: 'us-east-1',
      detail: { awsRegion: 'us-east-1' },
    });
  });
});
