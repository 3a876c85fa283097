import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { asHealError, HealError } from '#domain/heal-error.ts';
import type { Json } from '#domain/json.ts';
import { compile, type Pattern } from '#matching/compile.ts';
import type { Action, Parsed } from '#ports/catalogue.ts';
import { type DetectionFile, type Refuse, readDetectionFile } from './detections/detection-file.ts';
import { type RemedyOf, remedyOf } from './detections/remedy-of.ts';
import { tryExamples } from './detections/try-examples.ts';

/** A detection that can be matched. */
export interface LoadedDetection extends DetectionFile {
  readonly remedy: RemedyOf | undefined;
  /** The error that refuses its file when its id is already taken. */
  readonly twice: () => HealError;
}

/** What a file of detections is checked against. */
export interface LoadOptions {
  readonly actions: ReadonlyMap<string, Action>;
  /** Reads a document the way the catalogue does, to try the examples. */
  parse(document: Json): Parsed;
}

/** The detections of a folder. */
export interface LoadedFolder {
  readonly detections: readonly LoadedDetection[];
  /** One for each file that was refused, naming file, line and field. */
  readonly refused: readonly HealError[];
}

/** Loads `<service>/<name>.yaml` of a folder: a bad file is refused, the rest load. Throws HealError `bad-detection` when the folder cannot be read. */
export async function loadDetections(folder: string, options: LoadOptions): Promise<LoadedFolder> {
  const names = await readdir(folder, { recursive: true }).catch((error: unknown) => {
    throw new HealError('bad-detection', `the detections in ${folder} cannot be read: ${asHealError(error).message}; check the path`, {
      cause: error,
    });
  });
  const files = names.filter(isDetectionFile).toSorted();
  const loaded = await Promise.all(files.map((name) => loadDetectionFile(join(folder, name), detectionIdOf(name), options)));
  return {
    detections: loaded.flatMap((each) => (each instanceof HealError ? [] : [each])),
    refused: loaded.flatMap((each) => (each instanceof HealError ? [each] : [])),
  };
}

/**
 * Our own detections out of the one file that `npm run generate` makes of their YAML, because 250 YAML files cost a start-up most of a second.
 * They were checked when it was made: a test compares the two.
 */
export async function loadShipped(file: string, actions: LoadOptions['actions']): Promise<LoadedFolder> {
  const shipped: readonly DetectionFile[] = JSON.parse(await readFile(file, 'utf8'));
  const detections = shipped.map((detection) => {
    const refuse: Refuse = (why, ...field) =>
      new HealError('bad-detection', `${detection.id} in ${file}: ${field.join('.')} ${why}`, { details: { file } });
    const twice = (): HealError => refuse(`${detection.id} is there twice; give the second one another name`, 'id');
    return { ...detection, remedy: remedyFor(detection, actions, refuse), twice };
  });
  return { detections, refused: [] };
}

/** Is a file of a folder a detection? Hidden ones are somebody else's: an editor's, a repository's, a desktop's. */
export const isDetectionFile = (name: string): boolean => /\.ya?ml$/.test(name) && !name.split(sep).some((part) => part.startsWith('.'));

/** The id that a file must have by its path in the folder. */
export const detectionIdOf = (name: string): string => name.replace(/\.ya?ml$/, '').replaceAll(sep, '.');

/** Loads one file, or says why it is refused: file, line and field. */
export async function loadDetectionFile(file: string, id: string, options: LoadOptions): Promise<LoadedDetection | HealError> {
  try {
    return checked(await readFile(file, 'utf8'), file, id, options);
  } catch (error) {
    const known = asHealError(error);
    return known.code === 'bad-detection'
      ? known
      : new HealError('bad-detection', `${file}:1: the file cannot be read: ${known.message}`, {
          details: { file, line: 1, field: 'the file' },
          cause: error,
        });
  }
}

function checked(text: string, file: string, id: string, options: LoadOptions): LoadedDetection {
  const { detection, refuse } = readDetectionFile(text, file);
  if (detection.id !== id) throw refuse(`is ${detection.id}, but the file's path says ${id}`, 'id');
  const loaded = {
    ...detection,
    remedy: remedyFor(detection, options.actions, refuse),
    twice: () => refuse(`${id} is there twice; give the second one another name`, 'id'),
  };
  tryExamples(loaded, compiled(detection, refuse), options, refuse);
  return loaded;
}

function compiled({ pattern }: DetectionFile, refuse: Refuse): Pattern {
  try {
    return compile(pattern);
  } catch (error) {
    const { message, details } = asHealError(error);
    const place = typeof details?.['path'] === 'string' ? details['path'].match(/[^.[\]]+/g) : undefined;
    throw refuse(`is refused: ${message}`, 'pattern', ...(place ?? []).map((step) => (/^\d+$/.test(step) ? Number(step) : step)));
  }
}

function remedyFor(
  { action: name, params, resource }: DetectionFile,
  actions: LoadOptions['actions'],
  refuse: Refuse,
): RemedyOf | undefined {
  if (name === undefined) {
    if (params !== undefined) throw refuse('mean nothing without an action', 'params');
    return undefined;
  }
  const action = actions.get(name);
  if (action === undefined) throw refuse(`names no action that there is: ${name}`, 'action');
  if (action.resource !== resource) throw refuse(`is ${[resource].flat().join(', ')}, but ${name} heals ${action.resource}`, 'resource');
  return remedyOf(action, params ?? {}, refuse);
}
