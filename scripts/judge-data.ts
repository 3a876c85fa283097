import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { openCatalogue } from '#catalogue/catalogue.ts';
import { unwrap } from '#catalogue/unwrap.ts';
import { emptyPolicy } from '#config/load-policy.ts';
import type { Contribution, IncidentClass } from '#domain/facts.ts';
import type { Json, JsonObject } from '#domain/json.ts';
import { scoreEvent } from '#flow/diagnosis/score-event.ts';
import { type Habits, newHabits } from '#flow/habits/habits.ts';

/** Events that others wrote and labelled; they are not ours to ship, so they lie beside the repository. */
const folder = fileURLToPath(new URL('../../shared/data', import.meta.url));

/** A scored row of the data. */
export interface Scored {
  readonly name: string;
  readonly label: string;
  readonly event: JsonObject;
  readonly class: IncidentClass;
  readonly score: number;
  readonly contributions: readonly Contribution[];
}

/** Scores rows of one file, each alone (`alone`) or in the order of their time with habits that grow (`in order`). Nothing when the file is absent. */
export type Scorer = (
  file: string,
  read: (row: JsonObject) => { readonly event: Json | undefined; readonly label: string; readonly name: string },
  habits: 'alone' | 'in order',
) => Promise<readonly Scored[] | undefined>;

export async function openScorer(): Promise<Scorer> {
  const catalogue = await openCatalogue();
  const { policy } = emptyPolicy;
  return async (file, read, mode) => {
    const path = join(folder, file);
    if (!existsSync(path)) return undefined;
    const bytes = readFileSync(path);
    const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
    const rows = text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => read(JSON.parse(line)))
      .map((row) => ({ ...row, event: withoutUserAgent(row.event ?? null) }));
    const ordered = mode === 'alone' ? rows : rows.toSorted((one, other) => timeOf(one.event) - timeOf(other.event));
    const habits = mode === 'alone' ? undefined : newHabits((signal) => catalogue.repetitions(signal));
    const scored: Scored[] = [];
    for (const { event, label, name } of ordered) scored.push({ label, name, ...(await gravest(event, habits)) });
    return scored;
  };

  /** A delivery may hold several events: the gravest counts. */
  async function gravest(document: Json, habits: Habits | undefined): Promise<Omit<Scored, 'label' | 'name'>> {
    let found: Omit<Scored, 'label' | 'name'> | undefined;
    for (const part of unwrap(document)) {
      if ('drop' in part) continue;
      const scored = await scoreEvent(part.document, { catalogue, policy, ...(habits === undefined ? {} : { habits }) });
      if (found === undefined || scored.score > found.score) found = { event: part.document, ...scored };
    }
    return found ?? { event: {}, class: 'normal', score: 0, contributions: [] };
  }
}

/** It names the attack tool in these files: a score that saw it would mean nothing. */
function withoutUserAgent(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutUserAgent);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, key === 'userAgent' ? '' : withoutUserAgent(each ?? null)]));
}

const timeOf = (event: Json): number =>
  typeof event === 'object' && event !== null && 'eventTime' in event && typeof event.eventTime === 'string'
    ? Date.parse(event.eventTime)
    : 0;
