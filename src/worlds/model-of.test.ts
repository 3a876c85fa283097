import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { parsePolicy } from '#config/load-policy.ts';
import { converseEndpoint } from '#testkit/converse-endpoint.ts';
import { modelOf } from './model-of.ts';

const source = fileURLToPath(new URL('..', import.meta.url));
/** What a file of ours loads as soon as it is loaded itself: imports of values, not those of types and not those on demand. */
const loadedBy = (file: string): readonly string[] =>
  [...readFileSync(file, 'utf8').matchAll(/^(?:import|export)\s+(?!type\s)(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm)].flatMap(
    ([, name]) => name ?? [],
  );

/** Packages that are loaded with a file, by way of all files of ours. */
function packagesOf(entry: string): ReadonlySet<string> {
  const packages = new Set<string>();
  const seen = new Set<string>();
  const queue = [join(source, entry)];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    for (const name of loadedBy(file)) {
      const ours = name.startsWith('#') ? join(source, name.slice(1)) : name.startsWith('.') ? join(dirname(file), name) : undefined;
      if (ours === undefined) packages.add(name);
      else if (existsSync(ours)) queue.push(ours);
    }
  }
  return packages;
}

test('no library of models is loaded with a world, the catalogue or the command line, but with the first question', () => {
  const isOfModels = (name: string): boolean => name === 'ai' || name.startsWith('@ai-sdk/');
  for (const entry of ['worlds/local.ts', 'worlds/aws.ts', 'catalogue/catalogue.ts', 'entry/cli/main.ts', 'adapters/models/open-model.ts'])
    expect([...packagesOf(entry)].filter(isOfModels), entry).toEqual([]);
  expect([...packagesOf('adapters/models/provider-model.ts')].filter(isOfModels)).toEqual(['ai']);
  expect(packagesOf('worlds/aws.ts')).toContain('@aws-sdk/client-s3');
});

test('the model is the one that the policy names now', () => {
  let policy = parsePolicy('', 'selfheal.yaml').policy;
  const model = modelOf({ policy: () => policy, region: 'eu-west-1' });
  expect(model()).toBeUndefined();
  ({ policy } = parsePolicy('model: { provider: bedrock, id: amazon.nova-lite-v1:0 }', 'selfheal.yaml'));
  const first = model();
  expect(first?.id).toBe('bedrock:amazon.nova-lite-v1:0');
  expect(model()).toBe(first);
  ({ policy } = parsePolicy('model: { provider: anthropic }', 'selfheal.yaml'));
  expect(model()?.id).toBe('anthropic:claude-sonnet-4-5');
});

test('the keys of a sandbox sign for an endpoint that the policy names, and never for AWS itself', async () => {
  vi.stubEnv('AWS_BEARER_TOKEN_BEDROCK', undefined);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAOFTHEUSERSOWNCFG');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'own');
  await using endpoint = await converseEndpoint({ as: 'json', answer: {} });
  const keys = async () => ({ accessKeyId: 'AKIAOFTHESANDBOX0000', secretAccessKey: 'sandbox' });
  const question = { instructions: 'i', data: 'd', schema: { type: 'object' }, maxOutputTokens: 10 };
  const signerOf = async (policyText: string): Promise<string | undefined> => {
    const { policy } = parsePolicy(policyText, 'selfheal.yaml');
    await modelOf({ policy: () => policy, region: 'eu-west-1', keys, sandbox: 'http://127.0.0.1:1' })()?.ask(
      question,
      new AbortController().signal,
    );
    return /Credential=(\w+)/.exec(String(endpoint.heard.at(-1)?.headers['authorization']))?.[1];
  };
  expect(await signerOf(`model: { provider: bedrock, endpoint: "${endpoint.url}" }`)).toBe('AKIAOFTHESANDBOX0000');
  vi.stubEnv('AWS_ENDPOINT_URL_BEDROCK_RUNTIME', endpoint.url);
  expect(await signerOf('model: { provider: bedrock }')).toBe('AKIAOFTHEUSERSOWNCFG');
  vi.unstubAllEnvs();
});
