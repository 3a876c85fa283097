import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { type OpenCatalogue, openCatalogue } from '#catalogue/catalogue.ts';
import type { Parsed } from '#ports/catalogue.ts';

const folder = fileURLToPath(new URL('../../../../shared/data/fixtures', import.meta.url));
const there = existsSync(folder);
const receivedAt = Date.parse('2026-11-20T09:00:00Z');
let catalogue: OpenCatalogue;
beforeAll(async () => {
  catalogue = await openCatalogue();
});

const read = (kind: string): readonly (readonly [file: string, parsed: Parsed])[] =>
  readdirSync(`${folder}/${kind}`).map((file) => [
    file,
    catalogue.parse(JSON.parse(readFileSync(`${folder}/${kind}/${file}`, 'utf8')), receivedAt, { trusted: true }),
  ]);

const counted = (all: ReturnType<typeof read>) => {
  const drops = Object.groupBy(
    all.flatMap(([, { drops }]) => drops),
    ({ because }) => because,
  );
  return {
    files: all.length,
    signals: all.flatMap(([, { signals }]) => signals).length,
    drops: Object.fromEntries(Object.entries(drops).map(([because, list]) => [because, list?.length])),
  };
};

describe.skipIf(!there)(
  `events out of AWS's guides and other projects${there ? '' : ' (skipped: ../shared/data/fixtures is not there)'}`,
  () => {
    test('alarms: placeholders and the ASFF description of an alarm are dropped, the rest are signals', () => {
      expect(counted(read('alarm'))).toEqual({ files: 10, signals: 7, drops: { 'no-account': 1, 'no-region': 1, 'unknown-source': 1 } });
    });

    test('instance state changes: every one is a signal', () => {
      expect(counted(read('ec2-state'))).toEqual({ files: 12, signals: 12, drops: {} });
    });

    test('CloudTrail: account ids that are none, a DynamoDB stream record, an insight and a call on what has no name are dropped', () => {
      expect(counted(read('cloudtrail'))).toEqual({
        files: 98,
        signals: 93,
        drops: { 'no-account': 3, 'no-resource': 1, 'unknown-source': 2 },
      });
    });

    test('Vanta: answers of its API are no events', () => {
      expect(counted(read('vanta'))).toEqual({ files: 5, signals: 0, drops: { 'unknown-source': 5 } });
    });

    test('the signals of a document have ids of their own, and each has a place, a time and a title', () => {
      for (const [file, { signals }] of ['alarm', 'ec2-state', 'cloudtrail'].flatMap(read)) {
        expect(new Set(signals.map(({ signal }) => signal.id)).size, file).toBe(signals.length);
        for (const { signal } of signals) {
          expect(signal.resource.account, file).toMatch(/^\d{12}$/);
          expect(signal.resource.region, file).toMatch(/^(global|[a-z-]+\d)$/);
          expect(signal.title, file).not.toMatch(/undefined|null/);
          expect(signal.at, file).toBeGreaterThan(Date.parse('2010-01-01'));
        }
      }
    });
  },
);
