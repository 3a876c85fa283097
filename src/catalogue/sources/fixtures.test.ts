import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openCatalogue } from '#catalogue/catalogue.ts';

/**
 * Written by people who read each file: what it should become, or why it is no event. A second list was written later by somebody who had seen neither this one nor
 * the sources; where the two differed, and one was wrong, it was put right here or there. Only facts are kept here, no content of a file.
 */
const byHand = z
  .record(
    z.string(),
    z.union([
      z.strictObject({ not: z.string() }),
      z.strictObject({
        signals: z.array(z.tuple([z.string(), z.string(), z.string(), z.string()])).default([]),
        /** How many of the signals only say that something is over, by the source's word for it. */
        over: z.record(z.string(), z.int()).default({}),
        dropped: z.record(z.string(), z.int()).default({}),
        why: z.string().optional(),
        /** Why the second list was right and this one was not. */
        second: z.string().optional(),
      }),
    ]),
  )
  .parse(JSON.parse(readFileSync(new URL('./fixtures-by-hand.json', import.meta.url), 'utf8')));

const folder = fileURLToPath(new URL('../../../../shared/data/fixtures', import.meta.url));
const there = existsSync(folder);
const catalogue = await openCatalogue();
const read = (path: string) =>
  catalogue.parse(JSON.parse(readFileSync(`${folder}/${path}`, 'utf8')), Date.parse('2026-11-20T09:00:00Z'), { trusted: true });

/** What AWS itself says on no day: words or too few digits where an account or a region belongs. */
const placeholder = ({ dropped = {} }: { readonly dropped?: Readonly<Record<string, number>> }): boolean =>
  'no-account' in dropped || 'no-region' in dropped;

const byText = (one: readonly string[], other: readonly string[]): number => (one.join() < other.join() ? -1 : 1);

function became(path: string) {
  const { signals, drops } = read(path);
  const dropped = Object.groupBy(drops, ({ because }) => because);
  const over = Object.groupBy(
    signals.flatMap(({ signal }) => signal.over ?? []),
    (word) => word,
  );
  return {
    over: Object.fromEntries(Object.entries(over).map(([word, list]) => [word, list?.length ?? 0])),
    signals: signals.map(({ signal: { resource } }) => [resource.account, resource.region, resource.type, resource.id]).toSorted(byText),
    dropped: Object.fromEntries(Object.entries(dropped).map(([because, list]) => [because, list?.length ?? 0])),
  };
}

const events = Object.entries(byHand).flatMap(([path, said]) => ('not' in said ? [] : [{ path, said }]));

test('the list gives a reason for every event that is not a signal alone', () => {
  for (const { path, said } of events) expect(said.why !== undefined, path).toBe(Object.keys(said.dropped).length > 0);
});

describe.skipIf(!there)(
  `events out of AWS's guides and other projects${there ? '' : ' (skipped: ../shared/data/fixtures is not there)'}`,
  () => {
    test('every file is in the list', () => {
      const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
        (path) => path.endsWith('.json') && path.includes('/'),
      );
      expect(Object.keys(byHand).toSorted()).toEqual(files.toSorted());
    });

    test('what is no event gives no signal', () => {
      for (const [path, said] of Object.entries(byHand)) if ('not' in said) expect(read(path).signals, `${path}: ${said.not}`).toEqual([]);
    });

    test('at least 95 % of the events become the signals that the list says, and the others are dropped for the reason that it says', () => {
      const wrong = events.flatMap(({ path, said }) => {
        const found = became(path);
        const expected = { over: said.over, signals: said.signals.toSorted(byText), dropped: said.dropped };
        return JSON.stringify(found) === JSON.stringify(expected) ? [] : [{ path, expected, found }];
      });
      const right = new Set(events.map(({ path }) => path)).difference(new Set(wrong.map(({ path }) => path)));
      const figure = (of: typeof events) => {
        const count = of.filter(({ path, said }) => said.signals.length > 0 && right.has(path)).length;
        return {
          count,
          of: of.length,
          share: count / of.length,
          text: `${count} of ${of.length} (${((100 * count) / of.length).toFixed(1)} %)`,
        };
      };
      const filled = events.filter(({ said }) => !placeholder(said));
      const operational = filled.filter(({ path }) => !path.startsWith('cloudtrail/'));
      process.stdout.write(
        `fixtures: ${right.size} of ${events.length} events as the list says; signals as the list says from ${figure(events).text} events, ` +
          `${figure(filled).text} with a real account and region, ${figure(operational).text} of those that are no API call\n`,
      );
      expect(wrong).toEqual([]);
      expect(figure(events).share).toBeGreaterThanOrEqual(0.97);
      expect(figure(operational).share).toBeGreaterThanOrEqual(0.95);
    });

    test('the signals of a document have ids of their own, and each has a place, a time and a title', () => {
      for (const { path } of events) {
        const { signals } = read(path);
        expect(new Set(signals.map(({ signal }) => signal.id)).size, path).toBe(signals.length);
        for (const { signal } of signals) {
          expect(signal.resource.account, path).toMatch(/^\d{12}$/);
          expect(signal.resource.region, path).toMatch(/^(global|[a-z-]+\d)$/);
          expect(signal.title, path).not.toMatch(/undefined|null/);
          expect(signal.at, path).toBeGreaterThanOrEqual(0);
        }
      }
    });
  },
);
