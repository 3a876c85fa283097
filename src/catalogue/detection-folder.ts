import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileMark } from '#config/file-mark.ts';
import { asHealError, HealError } from '#domain/heal-error.ts';
import {
  detectionIdOf,
  isDetectionFile,
  type LoadedDetection,
  type LoadedFolder,
  type LoadOptions,
  loadDetectionFile,
} from './load-detections.ts';

/** A user's folder of detections, `<service>/<name>.yaml`, as it was when it was last read. */
interface DetectionFolder extends LoadedFolder {
  /** Reads the files that changed; true when one did. Throws HealError `bad-detection` when the folder cannot be read. */
  refresh(): Promise<boolean>;
}

interface KnownFile {
  /** Another one after every write. */
  readonly mark: string;
  readonly detection: LoadedDetection | undefined;
  readonly refused: HealError | undefined;
}

/** A folder that is not there has no detections. A file that became bad is refused, and what it said before stays. */
export function detectionFolder(folder: string, options: LoadOptions): DetectionFolder {
  let files: ReadonlyMap<string, KnownFile> = new Map();
  return {
    get detections() {
      return [...files.values()].flatMap(({ detection }) => (detection === undefined ? [] : [detection]));
    },
    get refused() {
      return [...files.values()].flatMap(({ refused }) => (refused === undefined ? [] : [refused]));
    },
    async refresh() {
      const before = files;
      const names = await namesIn(folder);
      const now = await Promise.all(names.map(async (name) => [name, await lookedAt(name, before.get(name))] as const));
      files = new Map(now);
      return before.size !== files.size || now.some(([name, file]) => before.get(name) !== file);
    },
  };

  async function lookedAt(name: string, known: KnownFile | undefined): Promise<KnownFile> {
    const file = join(folder, name);
    // Before it is read: a write in between is seen at the next look.
    const mark = await fileMark(file);
    if (known?.mark === mark) return known;
    const read = await loadDetectionFile(file, detectionIdOf(name), options);
    if (!(read instanceof HealError)) return { mark, detection: read, refused: undefined };
    const detection = known?.detection;
    return { mark, detection, refused: detection === undefined ? read : keeping(read) };
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder, { recursive: true })).filter(isDetectionFile).toSorted();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw new HealError('bad-detection', `the detections in ${folder} cannot be read: ${asHealError(error).message}; check the path`, {
      cause: error,
    });
  }
}

const keeping = ({ code, message, retry, details, cause }: HealError): HealError =>
  new HealError(code, `${message}; the version before stays in force`, { retry, details, cause });
