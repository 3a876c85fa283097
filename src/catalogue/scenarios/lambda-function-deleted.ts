import { defineScenario } from '#catalogue/define-scenario.ts';
import { emptyZip, smallFunction } from './parts.ts';

const topic = 'arn:aws:sns:us-east-1:123456789012:orders';

export const lambdaFunctionDeleted = defineScenario({
  id: 'lambda-function-deleted',
  title: 'A guarded function is deleted, and its owner keeps the package',
  action: 'lambda.recreate-function',
  resource: 'AWS::Lambda::Function',
  ends: 'healed',
  policy: undefined,
  exercised: { on: 'emulator' },
  async setup(hands, name) {
    await smallFunction(hands, name, { 'selfheal:guarded': 'true' });
    const Bucket = `selfheal-packages-${hands.account}-${hands.region}`;
    const { Buckets = [] } = await hands.do('s3', 'listBuckets', {});
    if (!Buckets.some(({ Name }) => Name === Bucket)) await hands.do('s3', 'createBucket', { Bucket });
    await hands.do('s3', 'putObject', { Bucket, Key: `${name}.zip`, Body: emptyZip, ChecksumAlgorithm: 'SHA256' });
    await hands.do('lambda', 'addPermission', {
      FunctionName: name,
      StatementId: 'orders',
      Action: 'lambda:InvokeFunction',
      Principal: 'sns.amazonaws.com',
      SourceArn: topic,
    });
    return name;
  },
  break: async (hands, FunctionName) => void (await hands.do('lambda', 'deleteFunction', { FunctionName })),
  async expect(hands, FunctionName) {
    const { Functions = [] } = await hands.do('lambda', 'listFunctions', {});
    if (!Functions.some((each) => each.FunctionName === FunctionName)) return 'it is still gone';
    const { Policy = '' } = await hands.do('lambda', 'getPolicy', { FunctionName });
    return Policy.includes(topic) ? undefined : 'its topic may not call it any more';
  },
});
