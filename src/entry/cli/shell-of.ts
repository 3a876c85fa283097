import { existsSync, readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { HealError } from '#domain/heal-error.ts';
import type { Shell } from './command.ts';

/** What may be said with every command. */
export interface GlobalOptions {
  readonly data?: string;
  readonly policy?: string;
  readonly json?: boolean;
}

/** How the user calls us. */
export const self = process.env['SELFHEAL_COMMAND'] ?? 'selfheal';

/** How the commands that we suggest begin: they are for the same folder. */
export const calledAs = (data: string | undefined): string =>
  data === undefined ? self : `${self} --data ${/^[\w./~-]+$/.test(data) ? data : `'${data}'`}`;

/** The version of the package. */
export function versionOf(): string {
  const { version } = JSON.parse(readFileSync(findPackageJSON(import.meta.url) ?? '', 'utf8'));
  return String(version);
}

/** What every command is given. Throws HealError `bad-config` when the policy that is named is not there. */
export async function shellOf(
  { data, policy, json }: GlobalOptions,
  { terminal, interrupted }: Pick<Shell, 'terminal' | 'interrupted'>,
): Promise<Shell> {
  const dataDir = resolve(data ?? process.env['SELFHEAL_DATA'] ?? '.selfheal');
  // Without a file the defaults are in force; a misspelt one must not put them there.
  if (policy !== undefined && !existsSync(policy))
    throw new HealError('bad-config', `There is no policy file ${resolve(policy)}: correct --policy, or leave it out for the defaults.`);
  return {
    terminal,
    json: json === true,
    dataDir,
    policyFile: resolve(policy ?? (await policyInForce(dataDir)) ?? 'selfheal.yaml'),
    version: versionOf(),
    self: calledAs(data),
    user: userName(),
    interrupted,
  };
}

/** The policy of the engine that runs in the folder: a question about it may be asked from anywhere. */
async function policyInForce(dataDir: string): Promise<string | undefined> {
  if (!existsSync(join(dataDir, 'up.json'))) return undefined;
  const up = await (await import('#entry/up/up-file.ts')).readUpFile(dataDir);
  return up === undefined || up === 'starting' ? undefined : up.policyFile;
}

/** A container may run under a user id without a name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return process.env['USER'] ?? 'unknown';
  }
}
