import type { PatchOperation } from '@aws-sdk/client-api-gateway';
import type { Json, JsonObject } from '#domain/json.ts';
import { type Absent, type Clients, text, type Variant } from './variant.ts';

const level = (value: string): PatchOperation => ({ op: 'replace', path: '/*/*/logging/loglevel', value });

/** A REST API with one method, and stages that log errors. */
async function makeApi({ apigateway, site }: Clients, name: string, stages: readonly string[]): Promise<string> {
  const value = `arn:aws:iam::${site.account}:role/api-gateway-logs`;
  await apigateway.updateAccount({ patchOperations: [{ op: 'replace', path: '/cloudwatchRoleArn', value }] });
  const { id: restApiId = '' } = await apigateway.createRestApi({ name });
  const { items = [] } = await apigateway.getResources({ restApiId });
  const method = { restApiId, resourceId: items[0]?.id, httpMethod: 'GET' };
  await apigateway.putMethod({ ...method, authorizationType: 'NONE' });
  await apigateway.putIntegration({ ...method, type: 'MOCK' });
  const { id: deploymentId } = await apigateway.createDeployment({ restApiId });
  for (const stageName of stages) {
    await apigateway.createStage({ restApiId, stageName, deploymentId, tags: { owner: 'shop' } });
    await apigateway.updateStage({ restApiId, stageName, patchOperations: [level('ERROR')] });
  }
  return restApiId;
}

/** Every stage of every API; of the one stage without the level of all its methods. */
async function neighbours({ apigateway }: Clients, { api, stage }: JsonObject): Promise<Json> {
  const { items = [] } = await apigateway.getRestApis({});
  const pictures = items.map(async ({ id: restApiId = '' }) => {
    const { item = [] } = await apigateway.getStages({ restApiId });
    return item.map(({ methodSettings = {}, ...rest }) => {
      if (restApiId !== api || rest.stageName !== stage) return { ...rest, methodSettings };
      const { '*/*': every, ...others } = methodSettings;
      return { ...rest, methodSettings: { ...others, '*/*': { ...every, loggingLevel: '' } } };
    });
  });
  return JSON.parse(JSON.stringify(await Promise.all(pictures))) as Json;
}

const silence: Variant['break'] = ({ apigateway }, params) =>
  apigateway.updateStage({ restApiId: text(params, 'api'), stageName: text(params, 'stage'), patchOperations: [level('OFF')] });

export const variants: readonly Variant[] = [
  {
    title: 'the only stage is silenced',
    setUp: async (clients) => ({ api: await makeApi(clients, 'shop', ['live']), stage: 'live' }),
    break: silence,
    neighbours,
  },
  {
    title: 'one of two stages is silenced',
    setUp: async (clients) => ({ api: await makeApi(clients, 'orders', ['test', 'live']), stage: 'live' }),
    break: silence,
    neighbours,
  },
  {
    title: 'a stage with its own throttling is silenced, beside a silent stage of another API',
    async setUp(clients) {
      await silence(clients, { api: await makeApi(clients, 'old', ['live']), stage: 'live' });
      const restApiId = await makeApi(clients, 'payment', ['live']);
      const throttling = { op: 'replace' as const, path: '/*/*/throttling/burstLimit', value: '50' };
      await clients.apigateway.updateStage({ restApiId, stageName: 'live', patchOperations: [throttling] });
      return { api: restApiId, stage: 'live' };
    },
    break: silence,
    neighbours,
  },
];

export const absent: Absent = { id: 'noapi|nostage' };
