import type { Json } from '#domain/json.ts';
import { redacted } from '#domain/redaction/redact.ts';
import { type StateChange, stateChanges } from '#domain/state-changes.ts';
import { clippedText } from './bounded.ts';

const told = 3;

/** What differs between two states, in words and as data. Redacted before they are compared: a path alone does not tell that its value is a secret. */
export function changesBetween(before: Json, after: Json): { readonly changes: readonly StateChange[]; readonly text: string } {
  const changes = stateChanges(redacted(before), redacted(after));
  const more = changes.length > told ? `; and ${changes.length - told} more` : '';
  return { changes, text: changes.slice(0, told).map(changeText).join('; ') + more };
}

const changeText = ({ path, before, after }: StateChange): string => {
  const name = path === '' ? 'all of it' : path;
  if (before === undefined) return `${name}: ${value(after)} was added`;
  return after === undefined ? `${name}: ${value(before)} was removed` : `${name}: ${value(before)} → ${value(after)}`;
};

const value = (json: Json | undefined): string => clippedText(JSON.stringify(json ?? null), 60);
