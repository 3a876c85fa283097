import { allFunctionsBut, emptyZip, makeFunction } from './lambda-functions.ts';
import { type Absent, type Clients, text, type Variant } from './variant.ts';

const guarded = { 'selfheal:guarded': 'true' };
const neighbours: Variant['neighbours'] = (clients, params) =>
  allFunctionsBut(clients, text(params, 'function'), ({ configuration, ...picture }) => ({
    ...picture,
    aliases: null,
    configuration: { ...(Object(configuration) as object), Timeout: 0, MemorySize: 0, Handler: '', CodeSha256: '' },
  }));

/** A function with two published versions, and an alias that leads to the first. */
async function published(clients: Clients, FunctionName: string): Promise<string> {
  const { lambda } = clients;
  await makeFunction(clients, FunctionName, { Tags: guarded });
  await lambda.publishVersion({ FunctionName });
  await lambda.createAlias({ FunctionName, Name: 'live', FunctionVersion: '1', Description: 'what the shop calls' });
  const other = Uint8Array.from([...emptyZip.slice(0, 20), 1, 0, 65]);
  await lambda.updateFunctionCode({ FunctionName, ZipFile: other });
  await lambda.publishVersion({ FunctionName });
  return FunctionName;
}

export const variants: readonly Variant[] = [
  {
    title: 'the alias is led to another version',
    async setUp(clients) {
      await makeFunction(clients, 'beside', { Timeout: 10 });
      return { function: await published(clients, 'order-intake') };
    },
    break: ({ lambda }, params) => lambda.updateAlias({ FunctionName: text(params, 'function'), Name: 'live', FunctionVersion: '2' }),
    neighbours,
  },
  {
    title: 'the alias gives half of its calls to another version',
    setUp: async (clients) => ({ function: await published(clients, 'payment') }),
    break: ({ lambda }, params) =>
      lambda.updateAlias({
        FunctionName: text(params, 'function'),
        Name: 'live',
        FunctionVersion: '1',
        RoutingConfig: { AdditionalVersionWeights: { '2': 0.5 } },
      }),
    neighbours,
  },
  {
    title: 'a function without aliases gets another handler, less time and less memory',
    setUp: async (clients) => ({
      function: await makeFunction(clients, 'resize', {
        Tags: guarded,
        Timeout: 60,
        MemorySize: 1024,
        Environment: { Variables: { MODE: 'quality' } },
      }),
    }),
    break: ({ lambda }, params) =>
      lambda.updateFunctionConfiguration({ FunctionName: text(params, 'function'), Handler: 'other.handler', Timeout: 1, MemorySize: 128 }),
    neighbours,
  },
];

export const absent: Absent = { id: 'no-such-function' };
