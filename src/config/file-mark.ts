import { stat } from 'node:fs/promises';

/** What is another text after every write to a file, and after another file was put in its place: inode, size, and in nanoseconds the times of the last write and of the last change of its entry. `gone` when there is none. */
export async function fileMark(file: string): Promise<string> {
  const found = await stat(file, { bigint: true }).catch(() => undefined);
  return found === undefined ? 'gone' : [found.ino, found.size, found.mtimeNs, found.ctimeNs].join(' ');
}
