import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Json } from '#domain/json.ts';
import { redacted } from './redact.ts';

const folder = new URL('../../../../shared/data/', import.meta.url);

/** Every ARN, id and digest that a document names, by its place; but what it calls a token. */
function names(value: Json | undefined, place = ''): readonly string[] {
  if (typeof value === 'string') return identifier.test(value) ? [`${place} ${value}`] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, Json | undefined]) =>
    /token$/i.test(key) ? [] : names(inner, `${place}.${key}`),
  );
}
const identifier = /^(?:arn:|[a-z]{1,8}-[0-9a-f]{8,17}$|A(?:KI|SI|RO|ID)A|[0-9a-f]{8}-[0-9a-f]{4}-|sha256:|\d{12}$)/;

describe.skipIf(!existsSync(folder))('in events of others (skipped where shared/data is absent)', () => {
  test.each(['panther_events.jsonl', 'stratus.jsonl', 'class3_ops.jsonl'])('of %s every ARN, id and digest stays', (file) => {
    const lines = readFileSync(new URL(file, folder), 'utf8').split('\n').filter(Boolean);
    let seen = 0;
    for (const line of lines) {
      const event: Json = JSON.parse(line);
      const before = names(event);
      seen += before.length;
      expect(names(redacted(event))).toEqual(before);
    }
    expect(seen).toBeGreaterThan(lines.length);
  });
});
