import { expect, test } from 'vitest';
import { clientCache, regionOf } from './clients.ts';
import type { Client, Operation } from './services.ts';

const site = { partition: 'aws', account: '111122223333', region: 'eu-west-1' };
const keys = (accessKeyId: string) => ({ accessKeyId, secretAccessKey: 'x' });

function built() {
  const configs: object[] = [];
  const operation: Operation = {
    command: () => ({ middlewareStack: { add: () => {} } }),
    paginate: undefined,
    client: (config): Client => {
      configs.push(config);
      return { send: async () => ({}) };
    },
  };
  return { configs, wanted: { service: 's3', operation, site, credentials: keys('AKIA1'), attempts: 3 } };
}

test('a client is made once per service, region, key and number of attempts', () => {
  const { configs, wanted } = built();
  const clientFor = clientCache({ timeoutMs: 1_000 });
  const first = clientFor(wanted);
  expect(clientFor(wanted)).toBe(first);
  const others = [
    clientFor({ ...wanted, service: 'ssm' }),
    clientFor({ ...wanted, site: { ...site, region: 'eu-central-1' } }),
    clientFor({ ...wanted, credentials: keys('AKIA2') }),
    clientFor({ ...wanted, attempts: 1 }),
  ];
  expect(new Set([first, ...others]).size).toBe(5);
  expect(configs[0]).toMatchObject({ region: 'eu-west-1', maxAttempts: 3, credentials: keys('AKIA1') });
  expect(configs[0]).not.toHaveProperty('endpoint');
});

test('the client that was not used for longest is forgotten after 200', () => {
  const { configs, wanted } = built();
  const clientFor = clientCache({ timeoutMs: 1_000, endpoint: 'http://127.0.0.1:1' });
  for (let index = 0; index < 200; index += 1) clientFor({ ...wanted, credentials: keys(`AKIA${index}`) });
  clientFor({ ...wanted, credentials: keys('AKIA0') });
  clientFor({ ...wanted, credentials: keys('AKIA200') });
  expect(configs).toHaveLength(201);
  clientFor({ ...wanted, credentials: keys('AKIA0') });
  expect(configs).toHaveLength(201);
  clientFor({ ...wanted, credentials: keys('AKIA1') });
  expect(configs).toHaveLength(202);
  expect(configs[0]).toMatchObject({ endpoint: 'http://127.0.0.1:1', forcePathStyle: true });
});

test('a site without a region is served by the first region of its partition', () => {
  expect(regionOf({ partition: 'aws', region: 'global' })).toBe('us-east-1');
  expect(regionOf({ partition: 'aws-us-gov', region: 'global' })).toBe('us-gov-west-1');
  expect(regionOf({ partition: 'aws-cn', region: 'global' })).toBe('cn-north-1');
  expect(regionOf({ partition: 'aws-cn', region: 'cn-northwest-1' })).toBe('cn-northwest-1');
});
