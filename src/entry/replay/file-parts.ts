import { type FileHandle, open } from 'node:fs/promises';
import type { FilePart } from '#adapters/files/documents.ts';

/** Larger than any line that is an event, so that a part has many; the same whatever the cores, so that reports are. */
const partBytes = 32 * 1024 * 1024;
const longestLine = 1024 * 1024;
const newline = 10;

/** The parts in which a large file of JSON lines is judged; nothing for one that is small, packed or laid out in any other way. */
export async function partsOf(file: string, bytes = partBytes): Promise<readonly FilePart[] | undefined> {
  const opened = await open(file).catch(() => undefined);
  if (opened === undefined) return undefined;
  try {
    const { size } = await opened.stat();
    if (size < 2 * bytes || !(await isEventAt(opened, 0))) return undefined;
    const starts = [0];
    for (let near = bytes; near < size - bytes; near += bytes) {
      const start = await nextLine(opened, near);
      if (start === undefined || !(await isEventAt(opened, start))) return undefined;
      starts.push(start);
    }
    return await placed(opened, starts, size);
  } finally {
    await opened.close();
  }
}

/** Where the first line after a place begins. */
async function nextLine(file: FileHandle, place: number): Promise<number | undefined> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(longestLine), 0, longestLine, place);
  const end = buffer.subarray(0, bytesRead).indexOf(newline);
  return end === -1 ? undefined : place + end + 1;
}

/** Is the line that begins here an object of its own? Then no list and no document spans the lines around it. */
async function isEventAt(file: FileHandle, place: number): Promise<boolean> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(longestLine), 0, longestLine, place);
  const read = buffer.subarray(0, bytesRead);
  const end = read.indexOf(newline);
  if (end === -1) return false;
  try {
    const found: unknown = JSON.parse(read.subarray(0, end).toString());
    return typeof found === 'object' && found !== null && !Array.isArray(found);
  } catch {
    return false;
  }
}

/** Parts with the numbers of their first lines: newlines are counted, nothing is parsed. */
async function placed(file: FileHandle, starts: readonly number[], size: number): Promise<readonly FilePart[]> {
  const parts: FilePart[] = [];
  const buffer = Buffer.alloc(longestLine);
  let line = 1;
  for (const [index, start] of starts.entries()) {
    const end = starts[index + 1] ?? size;
    parts.push({ start, end, line });
    for (let at = start; at < end; ) {
      const { bytesRead } = await file.read(buffer, 0, Math.min(buffer.length, end - at), at);
      if (bytesRead === 0) break;
      const read = buffer.subarray(0, bytesRead);
      for (let found = read.indexOf(newline); found !== -1; found = read.indexOf(newline, found + 1)) line += 1;
      at += bytesRead;
    }
  }
  return parts;
}
