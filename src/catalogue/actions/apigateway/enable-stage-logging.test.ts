import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { enableStageLogging } from './enable-stage-logging.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = enableStageLogging.with({ api: 'a1', stage: 'live' });
const role = 'arn:aws:iam::123456789012:role/api-gateway-logs';
const cloudWith = (methodSettings: Record<string, { loggingLevel?: string }> | undefined, cloudwatchRoleArn: string | undefined = role) =>
  scriptedCloud()
    .on('apigateway', 'getStage', () => ({ stageName: 'live', methodSettings }))
    .on('apigateway', 'getAccount', () => ({ cloudwatchRoleArn }))
    .reader(site);

test('a stage of which AWS tells no settings logs nothing', async () => {
  for (const settings of [undefined, {}, { '*/*': {} }, { '*/*': { loggingLevel: 'OFF' } }])
    expect(remedy.wrong(await remedy.observe(cloudWith(settings)))).toBe('the stage logs nothing of its requests');
});

test('a stage that logs more than errors is healthy', async () => {
  expect(remedy.wrong(await remedy.observe(cloudWith({ '*/*': { loggingLevel: 'INFO' } })))).toBeUndefined();
});

test('a method that was silenced by name is left to a person', async () => {
  const state = await remedy.observe(cloudWith({ '*/*': { loggingLevel: 'ERROR' }, 'health/GET': { loggingLevel: 'OFF' } }));
  expect(remedy.wrong(state)).toBe('health/GET logs nothing');
  expect(remedy.refuses(state)).toMatch(/health\/GET/);
});

test('refuses without the role by which API Gateway writes logs', async () => {
  expect(remedy.refuses(await remedy.observe(cloudWith({}, '')))).toMatch(/no role/);
});

test('knows API and stage by the id of a stage, and nothing by another id', () => {
  const from = (id: string) => enableStageLogging.from({ type: 'AWS::ApiGateway::Stage', id, ...site });
  expect(from('a1|live')).toEqual([{ api: 'a1', stage: 'live' }]);
  expect(from('a1')).toEqual([]);
});
