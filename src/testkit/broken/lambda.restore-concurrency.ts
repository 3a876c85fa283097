import { allFunctionsBut, makeFunction } from './lambda-functions.ts';
import { type Absent, text, type Variant } from './variant.ts';

const neighbours: Variant['neighbours'] = (clients, params) =>
  allFunctionsBut(clients, text(params, 'function'), (picture) => ({ ...picture, Concurrency: null }));
const stop: Variant['break'] = ({ lambda }, params) =>
  lambda.putFunctionConcurrency({ FunctionName: text(params, 'function'), ReservedConcurrentExecutions: 0 });

export const variants: readonly Variant[] = [
  {
    title: 'a function that had its own share is stopped',
    async setUp(clients) {
      const name = await makeFunction(clients, 'order-intake', { Tags: { owner: 'shop' } });
      await clients.lambda.putFunctionConcurrency({ FunctionName: name, ReservedConcurrentExecutions: 40 });
      return { function: name };
    },
    break: stop,
    neighbours,
  },
  {
    title: 'a function without a share of its own is stopped, beside one that was stopped before',
    async setUp(clients) {
      const retired = await makeFunction(clients, 'retired');
      await stop(clients, { function: retired });
      return { function: await makeFunction(clients, 'mail', { MemorySize: 512 }) };
    },
    break: stop,
    neighbours,
  },
  {
    title: 'what its share was, nobody recorded',
    unrecorded: true,
    async setUp(clients) {
      const beside = await makeFunction(clients, 'beside');
      await clients.lambda.putFunctionConcurrency({ FunctionName: beside, ReservedConcurrentExecutions: 7 });
      return { function: await makeFunction(clients, 'resize'), throttled: 'just-now' };
    },
    break: stop,
    neighbours,
  },
];

export const absent: Absent = { id: 'no-such-function' };
