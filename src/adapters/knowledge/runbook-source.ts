import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileMark } from '#config/file-mark.ts';
import { asHealError } from '#domain/heal-error.ts';
import { refused } from './runbook-file.ts';

/** A place that runbooks are kept in. */
export interface RunbookSource {
  /** Every file by its name in the place, with what is another text after every write. Throws HealError `bad-runbook`. */
  list(): Promise<readonly { readonly name: string; readonly mark: string }[]>;
  read(name: string): Promise<string>;
  /** How people call the file. */
  address(name: string): string;
}

/** Is this the name of a runbook, and not of a page about runbooks? */
export const isRunbook = (name: string): boolean => name.endsWith('.md') && name.toLowerCase() !== 'readme.md';

/** A folder: its Markdown files, not those of folders in it. */
export const runbookFolder = (folder: string): RunbookSource => ({
  async list() {
    const names = await readdir(folder).catch((cause: unknown) => {
      throw refused(folder, [`the runbooks in ${folder} cannot be read: ${asHealError(cause).message}; check the path`], cause);
    });
    const files = names.filter(isRunbook).toSorted();
    return Promise.all(files.map(async (name) => ({ name, mark: await fileMark(join(folder, name)) })));
  },
  read: (name) => readFile(join(folder, name), 'utf8'),
  address: (name) => join(folder, name),
});
