import { createHmac } from 'node:crypto';
import { Sealed } from '#domain/call.ts';
import { HealError } from '#domain/heal-error.ts';
import type { Json } from '#domain/json.ts';

/** Keyed digest of a secret: the first 22 characters (132 bits) of base64url HMAC-SHA256. */
export const digestOf = (key: Uint8Array, secret: string): string =>
  createHmac('sha256', key).update(secret).digest('base64url').slice(0, 22);

/** Reads one version of a parameter, decrypted. */
type ReadVersion = (parameter: string, version: number) => Promise<string | undefined>;

/** A call's input with every sealed secret in its place, and whether there was one. Throws `bad-state` when a secret is not the one that was sealed. */
export async function unseal(input: Json, key: Uint8Array, read: ReadVersion): Promise<{ readonly input: Json; readonly secret: boolean }> {
  let secret = false;
  const resolve = async (value: Json | undefined): Promise<Json | undefined> => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return (await Promise.all(value.map(resolve))) as Json;
    if ('sealed' in value) {
      secret = true;
      return unsealOne(value, key, read);
    }
    const entries = await Promise.all(Object.entries(value).map(async ([name, each]) => [name, await resolve(each)] as const));
    return Object.fromEntries(entries);
  };
  return { input: (await resolve(input)) ?? null, secret };
}

async function unsealOne(value: Json, key: Uint8Array, read: ReadVersion): Promise<string> {
  const sealed = Sealed.safeParse(value);
  if (!sealed.success)
    throw new HealError('bad-state', 'A sealed secret of a plan is malformed: retry the incident, so that it is planned anew.');
  const { parameter, version, digest } = sealed.data.sealed;
  const secret = await read(parameter, version);
  if (secret !== undefined && digestOf(key, secret) === digest) return secret;
  throw new HealError(
    'bad-state',
    `Version ${version} of parameter ${parameter} is not the value that was sealed in the plan: retry the incident, so that it is observed anew.`,
    { details: { parameter, version } },
  );
}
