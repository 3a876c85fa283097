import { type ParameterType, SSM } from '@aws-sdk/client-ssm';
import { type Seeding, tagList, tags } from './seeding.ts';

/** Parameter names. */
export interface DemoParameters {
  /** `secure-mode`, guarded: tagged `selfheal:guarded=true`, its good version labelled `selfheal-good`. */
  readonly mode: string;
  readonly logLevel: string;
  readonly banner: string;
  /** A SecureString. */
  readonly paymentsKey: string;
}

const parameters: DemoParameters = {
  mode: '/myapp/config/mode',
  logLevel: '/myapp/config/log-level',
  banner: '/harbor/web/banner',
  paymentsKey: '/harbor/payments/api-key',
};

/** Parameters in Systems Manager. */
export async function seedParameters({ client }: Seeding): Promise<DemoParameters> {
  const ssm = new SSM(client);
  const put = (Name: string, Value: string, Type: ParameterType, more: Readonly<Record<string, string>> = {}) =>
    ssm.putParameter({ Name, Value, Type, Tags: tagList({ ...tags(Name, 'staging', 'alice'), ...more }) });
  await Promise.all([
    put(parameters.mode, 'secure-mode', 'String', { 'selfheal:guarded': 'true' }),
    put(parameters.logLevel, 'info', 'String'),
    put(parameters.banner, 'Free shipping in November', 'String'),
    put(parameters.paymentsKey, 'hc-demo-4f1c9a', 'SecureString'),
  ]);
  await ssm.labelParameterVersion({ Name: parameters.mode, ParameterVersion: 1, Labels: ['selfheal-good'] });
  ssm.destroy();
  return parameters;
}
