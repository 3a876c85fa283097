import type { LanguageModel } from 'ai';
import type { ModelPolicy } from '#config/model.ts';
import { HealError } from '#domain/heal-error.ts';
import type { Keys } from './open-model.ts';

/** What a provider's client is made of. */
export interface Connection extends Pick<ModelPolicy, 'provider' | 'endpoint' | 'apiKeyEnv'> {
  readonly id: string;
  readonly region: string;
  readonly keys: Keys | undefined;
}

/** The provider's client for one model; loads its library. */
export async function languageModel(connection: Connection): Promise<LanguageModel> {
  switch (connection.provider) {
    case 'bedrock':
      return await bedrock(connection);
    case 'anthropic':
      return await anthropic(connection);
    case 'openai-compatible':
      return await openaiCompatible(connection);
  }
}

async function bedrock({ id, region, endpoint, keys }: Connection): Promise<LanguageModel> {
  const { createAmazonBedrock } = await import('@ai-sdk/amazon-bedrock');
  return createAmazonBedrock({
    region,
    // Named always: AWS_ENDPOINT_URL may point a user's shell at the sandbox, which has no Bedrock.
    baseURL: endpoint ?? process.env['AWS_ENDPOINT_URL_BEDROCK_RUNTIME'] ?? `https://bedrock-runtime.${region}.${suffixOf(region)}`,
    credentialProvider: keys ?? (await defaultChain(region)),
  })(id);
}

const suffixOf = (region: string): string => (region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com');

/** The SDK's own chain: environment, profile, SSO, container, instance. */
async function defaultChain(region: string): Promise<Keys> {
  const { STSClient } = await import('@aws-sdk/client-sts');
  const { credentials } = new STSClient({ region }).config;
  return async () => await credentials();
}

async function anthropic({ id, endpoint, apiKeyEnv = 'ANTHROPIC_API_KEY' }: Connection): Promise<LanguageModel> {
  const { createAnthropic } = await import('@ai-sdk/anthropic');
  return createAnthropic({ apiKey: apiKey(apiKeyEnv), baseURL: endpoint ?? 'https://api.anthropic.com/v1' })(id);
}

async function openaiCompatible({ id, endpoint = '', apiKeyEnv }: Connection): Promise<LanguageModel> {
  const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
  return createOpenAICompatible({
    name: 'openai-compatible',
    baseURL: endpoint,
    supportsStructuredOutputs: true,
    ...(apiKeyEnv === undefined ? {} : { apiKey: apiKey(apiKeyEnv) }),
  })(id);
}

function apiKey(name: string): string {
  const key = process.env[name];
  if (key !== undefined && key !== '') return key;
  throw new HealError('model-failed', `the environment variable ${name} is not set: the engine needs it to ask the model`, {
    details: { outcome: 'failed' },
  });
}
