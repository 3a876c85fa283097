import { existsSync } from 'node:fs';
import { access, constants, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { asHealError } from '#domain/heal-error.ts';
import { type Check, fine, missing } from './check.ts';

/** An incident takes some 30 KB, with its states and events. */
const leastFreeMb = 50;

/** Can the journal be written, and is there room for it? `free`: for tests, the free bytes of a folder. */
export async function checkFolder(dataDir: string, free = freeBytes): Promise<Check> {
  const name = 'Folder';
  try {
    const folder = nearestThere(dataDir);
    if (!(await stat(folder)).isDirectory()) return missing(name, `${folder} is no folder: choose another with --data.`);
    await access(folder, constants.W_OK);
    const freeMb = Math.floor((await free(folder)) / 1_000_000);
    return freeMb < leastFreeMb
      ? missing(name, `${folder} has ${freeMb} MB free: without room nothing can be stored, so nothing is healed. Free some space.`)
      : fine(name, `${dataDir} can be written`);
  } catch (error) {
    return missing(name, `${dataDir} cannot be written (${asHealError(error).message}): choose another with --data.`);
  }
}

const nearestThere = (path: string): string => (existsSync(path) ? path : nearestThere(dirname(path)));

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
