import { HealError } from '#domain/heal-error.ts';
import type { Upstream } from '#sandbox/upstream.ts';

/** What every part of the seed needs: where the emulator listens, and a key that means the demo account. */
export interface Seeding {
  readonly region: string;
  readonly account: string;
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  /** For services whose client package is not installed. */
  readonly upstream: Upstream;
}

/** Tags of one resource of Harbor Coffee. */
export function tags(
  name: string,
  environment: Environment,
  owner: 'alice' | 'dave',
): Readonly<Record<'Name' | 'environment' | 'owner', string>> {
  return { Name: name, environment, owner };
}
export type Environment = 'production' | 'staging' | 'development';

/** Tags in the form of most services. */
export const tagList = (values: Readonly<Record<string, string>>): { Key: string; Value: string }[] =>
  Object.entries(values).map(([Key, Value]) => ({ Key, Value }));

/** The emulator's answer; throws `emulator-failed` when it gave none. */
export function made<T>(what: string, answer: T | undefined): T {
  if (answer === undefined)
    throw new HealError('emulator-failed', `The emulator did not make ${what}: look at its version with "selfheal doctor".`);
  return answer;
}
