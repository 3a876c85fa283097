import type { ModelPolicy } from '#config/model.ts';
import type { Model } from '#ports/model.ts';
import { priceOf } from './model-prices.ts';
import type { providerModel } from './provider-model.ts';

/** Keys that sign calls of Bedrock. */
export type Keys = () => Promise<{ readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string }>;

export interface ModelOptions {
  readonly settings: Pick<ModelPolicy, 'provider' | 'id' | 'region' | 'endpoint' | 'apiKeyEnv' | 'price'>;
  /** Where Bedrock is asked when the settings name no region. */
  readonly region: string;
  /** The SDK's own chain when absent. */
  readonly keys?: Keys | undefined;
}

/** A model behind any provider, through the Vercel AI SDK, whose libraries are loaded when it is first asked. */
export function openModel({ settings, region: home, keys }: ModelOptions): Model {
  const { provider, endpoint, apiKeyEnv } = settings;
  const region = settings.region ?? home;
  const id = settings.id ?? defaultId(provider, region);
  let asking: Promise<ReturnType<typeof providerModel>> | undefined;
  return {
    id: `${provider}:${id}`,
    price: settings.price ?? priceOf(id),
    async ask(question, signal) {
      asking ??= import('./provider-model.ts').then((module) => module.providerModel({ provider, id, region, endpoint, apiKeyEnv, keys }));
      return (await asking)(question, signal);
    },
  };
}

/** The profiles that Bedrock has for the model, by the regions that they are called from; GovCloud has no global one. */
const geographies: readonly (readonly [regions: RegExp, geography: string])[] = [
  [/^us-gov-/, 'us-gov'],
  [/^us-/, 'us'],
  [/^eu-/, 'eu'],
  [/^ap-northeast-[13]$/, 'jp'],
  [/^ap-southeast-[24]$/, 'au'],
];

/** Claude Sonnet 4.5; on Bedrock within the geography of the region, where there is a profile for it, so that data stay there. */
export function defaultId(provider: ModelPolicy['provider'], region: string): string {
  if (provider !== 'bedrock') return 'claude-sonnet-4-5';
  const [, geography = 'global'] = geographies.find(([regions]) => regions.test(region)) ?? [];
  return `${geography}.anthropic.claude-sonnet-4-5-20250929-v1:0`;
}
