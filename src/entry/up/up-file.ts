import { randomBytes } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Mode } from '#domain/facts.ts';
import { HealError } from '#domain/heal-error.ts';
import { isUp } from './up-lock.ts';

const Keys = z.object({ accessKeyId: z.string(), secretAccessKey: z.string() });

/** What an engine looks at and acts on: the sandbox at an endpoint, or a real account. */
export const World = z.object({
  kind: z.enum(['sandbox', 'aws']),
  /** Of the sandbox; null = AWS itself. */
  endpoint: z.string().nullable(),
  account: z.string(),
  region: z.string(),
  /** Of the sandbox: a person's, and the engine's; null = the SDK's own credentials. */
  keys: z.object({ user: Keys, engine: Keys }).nullable(),
  readRole: z.string().nullable(),
  writeRole: z.string().nullable(),
  mode: Mode,
});
export type World = Readonly<z.infer<typeof World>>;

/** `.selfheal/up.json`: how other processes join a running `up`. Readable by its owner only: it holds keys and the token. */
export const UpFile = z.object({
  version: z.string(),
  startedAt: z.iso.datetime(),
  pids: z.object({ supervisor: z.int(), engine: z.int(), sandbox: z.int().nullable(), emulator: z.int().nullable() }),
  /** Without the token. */
  url: z.string(),
  token: z.string(),
  policyFile: z.string(),
  world: World,
});
export type UpFile = Readonly<z.infer<typeof UpFile>>;

const pathOf = (dataDir: string): string => join(dataDir, 'up.json');

/** Writes it whole or not at all. */
export async function writeUpFile(dataDir: string, up: UpFile): Promise<void> {
  const fresh = `${pathOf(dataDir)}.${randomBytes(4).toString('hex')}`;
  await writeFile(fresh, `${JSON.stringify(up, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  await rename(fresh, pathOf(dataDir));
}

/** Nobody can join any more. */
export const removeUpFile = (dataDir: string): Promise<void> => rm(pathOf(dataDir), { force: true });

/** The `up` that runs in this folder; nothing when none does, `starting` when it is not ready yet. */
export async function readUpFile(dataDir: string): Promise<UpFile | 'starting' | undefined> {
  if (!isUp(dataDir)) return undefined;
  const text = await readFile(pathOf(dataDir), 'utf8').catch(() => undefined);
  return text === undefined ? 'starting' : UpFile.parse(JSON.parse(text));
}

/** The `up` to join. Throws HealError `not-running`. */
export async function runningUp(dataDir: string): Promise<UpFile> {
  const up = await readUpFile(dataDir);
  if (up === undefined)
    throw new HealError('not-running', `Nothing runs in ${dataDir}. Start it with "selfheal up", or name its folder with --data.`);
  if (up === 'starting')
    throw new HealError('not-running', `Selfheal is just starting in ${dataDir}: try again in a few seconds.`, { retry: 'later' });
  return up;
}

/** The address of the dashboard as a browser needs it once. */
export const signInUrl = ({ url, token }: Pick<UpFile, 'url' | 'token'>): string => `${url}/?token=${token}`;
