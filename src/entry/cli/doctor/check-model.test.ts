import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { converseEndpoint, type Saying } from '#testkit/converse-endpoint.ts';
import { temporaryFolder } from '#testkit/temporary-folder.ts';
import { checkModel } from './check-model.ts';

afterEach(() => void vi.unstubAllEnvs());

/** What the doctor says of a model that says this, under this policy. */
async function checked(saying: Saying, policy: (url: string) => string) {
  vi.stubEnv('TEST_MODEL_KEY', 'key');
  const folder = await temporaryFolder();
  await using endpoint = await converseEndpoint(saying);
  const policyFile = join(folder.path, 'selfheal.yaml');
  await writeFile(policyFile, policy(endpoint.url));
  const { state, says } = await checkModel({ dataDir: folder.path, policyFile });
  await folder.remove();
  return { state, says };
}
const claude = (url: string): string => `model: { provider: anthropic, endpoint: "${url}/v1", apiKeyEnv: TEST_MODEL_KEY, ask: always }`;

test.each<[string, Saying, (url: string) => string, { state: string; says: unknown }]>([
  [
    'that answers is fine',
    { as: 'json', answer: { ready: true } },
    claude,
    {
      state: 'fine',
      says: expect.stringMatching(
        /^anthropic:claude-sonnet-4-5 answers in \d+\.\d s; asked about every incident, for at most 5 USD a day$/,
      ),
    },
  ],
  [
    'that may not be used is missing',
    { as: 'error', status: 403, type: 'permission_error', message: 'no access' },
    claude,
    { state: 'missing', says: expect.stringContaining('no access') },
  ],
  [
    'that cannot write JSON is missing',
    { as: 'json', answer: { hello: 1 } },
    claude,
    { state: 'missing', says: expect.stringContaining('name another model') },
  ],
  [
    'whose price is not known is missing',
    { as: 'json', answer: { ready: true } },
    (url) => `model: { provider: anthropic, id: other, endpoint: "${url}/v1", apiKeyEnv: TEST_MODEL_KEY }`,
    { state: 'missing', says: expect.stringContaining('model.price') },
  ],
  [
    'that nobody named is not used',
    { as: 'text', text: '' },
    () => 'version: 1',
    { state: 'unused', says: expect.stringContaining('rules decide alone') },
  ],
])('a model %s', async (_, saying, policy, found) => {
  expect(await checked(saying, policy)).toEqual(found);
});
