import { HealError } from '#domain/heal-error.ts';
import type { Json } from '#domain/json.ts';

const deepest = 8;

/** Any value as JSON, fit to be redacted and written: errors with their causes as data, cycles, depth and bytes cut. */
export function asData(value: unknown, depth = 0, above: readonly object[] = []): Json | undefined {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null || value === undefined) return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value !== 'object') return String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (above.includes(value)) return '[seen above]';
  if (depth >= deepest) return '[deeper]';
  const inside = (one: unknown): Json | undefined => asData(one, depth + 1, [...above, value]);
  if (value instanceof Error) return inside(errorFields(value));
  if (Array.isArray(value)) return value.map((one) => inside(one) ?? null);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Map) return inside(Object.fromEntries(value));
  if (value instanceof Set) return inside([...value]);
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inside(one)]));
}

function errorFields(error: Error): object {
  const known = error instanceof HealError ? error.toJSON() : { name: error.name, message: error.message };
  return { ...known, stack: error.stack, ...(error.cause === undefined ? {} : { cause: error.cause }) };
}
