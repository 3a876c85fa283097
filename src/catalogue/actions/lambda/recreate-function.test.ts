import { expect, test } from 'vitest';
import { canonical, type JsonObject } from '#domain/json.ts';
import { awsError, type ScriptedCloud, scriptedCloud } from '#testkit/scripted-cloud.ts';
import { recreateFunction } from './recreate-function.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const name = 'mail';
const arn = `arn:aws:lambda:eu-west-1:123456789012:function:${name}`;
const remedy = recreateFunction.with({ function: name, deleted: true });
const secret = 'the-secret-itself';
const statement = {
  Sid: 'topic',
  Effect: 'Allow',
  Principal: { Service: 'sns.amazonaws.com' },
  Action: 'lambda:InvokeFunction',
  Resource: arn,
  Condition: {
    ArnLike: { 'AWS:SourceArn': 'arn:aws:sns:eu-west-1:123456789012:mails' },
    StringEquals: { 'AWS:SourceAccount': '123456789012' },
  },
};

/** A guarded function as AWS tells of it while it is there. */
const living = (): ScriptedCloud =>
  scriptedCloud()
    .on('lambda', 'getFunctionConfiguration', () => ({
      FunctionArn: arn,
      PackageType: 'Zip' as const,
      CodeSha256: 'sha-1',
      Runtime: 'nodejs22.x' as const,
      Handler: 'index.handler',
      Role: 'arn:aws:iam::123456789012:role/mail',
      Timeout: 30,
      Description: '',
      TracingConfig: { Mode: 'PassThrough' as const },
      VpcConfig: { SubnetIds: [], SecurityGroupIds: [], VpcId: '' },
      Environment: { Variables: { DB_PASSWORD: secret } },
      Layers: [{ Arn: 'arn:aws:lambda:eu-west-1:123456789012:layer:tools:1', CodeSize: 5 }],
    }))
    .on('lambda', 'listTags', () => ({ Tags: { 'selfheal:guarded': 'true', 'aws:cloudformation:stack-name': 'shop' } }))
    .on('lambda', 'listAliases', () => ({ Aliases: [] }))
    .on('lambda', 'getFunctionConcurrency', () => ({ ReservedConcurrentExecutions: 5 }))
    .on('lambda', 'getPolicy', () => ({ Policy: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }) }));
const record = async (): Promise<JsonObject> => JSON.parse(canonical(await remedy.observe(living().reader(site))));

interface Kept {
  readonly sha?: string | undefined;
  readonly copy?: string;
  readonly there?: boolean;
}

/** The same after somebody deleted it, with what its owner keeps of it. */
async function gone({ sha = 'sha-1', copy = secret, there = true }: Kept = {}): Promise<JsonObject> {
  const recorded = await record();
  const bucket = 'selfheal-packages-123456789012-eu-west-1';
  const cloud = scriptedCloud({ recorded: () => recorded })
    .on('lambda', 'getFunctionConfiguration', () => {
      throw awsError('ResourceNotFoundException', { code: 'no-such-resource' });
    })
    .on('s3', 'listObjectsV2', ({ Bucket, Prefix }) => ({ Contents: there && Bucket === bucket ? [{ Key: Prefix }] : [] }))
    .on('s3', 'headObject', () => ({ VersionId: 'v7', ...(sha === '' ? {} : { ChecksumSHA256: sha }) }))
    .on('ssm', 'getParametersByPath', ({ Path }) => ({ Parameters: [{ Name: `${Path}/DB_PASSWORD`, Version: 3, Value: copy }] }));
  return JSON.parse(canonical(await remedy.observe(cloud.reader(site))));
}

test('records what a function has to be made with, of its variables the names and digests only, and its tags where decisions look', async () => {
  const state = await record();
  expect(remedy.wrong(state)).toBeUndefined();
  expect(JSON.stringify(state)).not.toContain(secret);
  expect(state).toMatchObject({
    tags: { 'selfheal:guarded': 'true' },
    known: {
      settings: { Handler: 'index.handler', Layers: ['arn:aws:lambda:eu-west-1:123456789012:layer:tools:1'] },
      values: [{ of: 'DB_PASSWORD' }],
      reserved: 5,
    },
  });
  expect(Object.keys(Object(state['known']).settings)).not.toContain('VpcConfig');
});

test('makes it anew from the version of the package that was looked at, then gives it its callers and its concurrency back', async () => {
  const state = await gone();
  expect(remedy.wrong(state)).toBe('the function is gone');
  expect(remedy.refuses(state)).toBeUndefined();
  const [create, ...others] = remedy.fix(state);
  expect(others).toEqual([]);
  expect(create).toMatchObject({
    operation: 'createFunction',
    input: {
      FunctionName: name,
      Runtime: 'nodejs22.x',
      Code: { S3Bucket: 'selfheal-packages-123456789012-eu-west-1', S3Key: 'mail.zip', S3ObjectVersion: 'v7' },
      Environment: { Variables: { DB_PASSWORD: { sealed: { parameter: '/selfheal/copies/lambda/mail/DB_PASSWORD', version: 3 } } } },
      Tags: { 'selfheal:guarded': 'true', 'selfheal:recreated': 'true' },
    },
  });
  expect(JSON.stringify(create)).not.toContain(secret);
  const made = remedy.after(state);
  expect(remedy.wrong(made)).toBe('the function that was made again lacks statements of its policy and its concurrency');
  expect(remedy.fix(made)).toMatchObject([
    {
      operation: 'addPermission',
      input: {
        StatementId: 'topic',
        Principal: 'sns.amazonaws.com',
        SourceArn: 'arn:aws:sns:eu-west-1:123456789012:mails',
        SourceAccount: '123456789012',
      },
    },
    { operation: 'putFunctionConcurrency', input: { ReservedConcurrentExecutions: 5 } },
  ]);
  expect(remedy.wrong(remedy.after(made))).toBeUndefined();
});

test.each([
  [{ there: false }, /mail\.zip in selfheal-packages-123456789012-eu-west-1.*deploy it again|not kept as mail\.zip/],
  [{ sha: '' }, /without its SHA-256/],
  [{ sha: 'sha-2' }, /is not the code that ran/],
  [{ copy: 'tampered' }, /no copy of its variables DB_PASSWORD as they were/],
])('makes nothing of what is not the same: %j', async (kept, why) => {
  const state = await gone(kept);
  expect(remedy.refuses(state)).toMatch(why);
  expect(remedy.fix(state)).toEqual([]);
});

test.each([
  [{ kind: 'Image' }, /container image/],
  [{ aliases: ['live'] }, /aliases \(live\)/],
  [{ statements: [canonical({ ...statement, Condition: { Bool: { 'aws:SecureTransport': 'true' } } })] }, /would not write again/],
])('refuses a function with %j', async (more, why) => {
  const state = await gone();
  expect(remedy.refuses({ ...state, recorded: { ...Object(state['recorded']), ...more } })).toMatch(why);
});

test('what runs another code than the recorded one is not healed, and nothing more is written to it', async () => {
  const made: JsonObject = Object(remedy.after(await gone()));
  const other = { ...made, known: { ...Object(made['known']), code: 'sha-2' } };
  expect(remedy.wrong(other)).toMatch(/another code/);
  expect(remedy.fix(other)).toEqual([]);
});

test('a function that was never away, or that somebody else made again, is theirs', async () => {
  const { known, recorded: _none, ...state } = await record();
  const bare = { ...Object(known), statements: [], reserved: null };
  expect(remedy.wrong({ ...state, known: bare, recorded: known })).toBeUndefined();
  const marked = { ...bare, tags: { 'selfheal:recreated': 'true' } };
  expect(remedy.wrong({ ...state, known: marked, recorded: known })).toBeDefined();
  expect(recreateFunction.with({ function: name, deleted: false }).wrong({ ...state, known: marked, recorded: known })).toBeUndefined();
});
