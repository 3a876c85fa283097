import type { Json, JsonObject } from '#domain/json.ts';
import { plainReading } from './plain-reading.ts';
import { mask } from './secret-forms.ts';
import { namesSecret, namesSecretList, namesSecretText, plainName } from './secret-names.ts';
import { environments, hidden, isList, isObject, isSealed, withoutVariables, withPublicParts } from './secret-places.ts';
import { type Beside, tells, withoutSecrets } from './secret-texts.ts';
import { looksLikeSecret, saysNothing } from './secret-values.ts';

const deepest = 200;
const longestNested = 1_000_000;
const alone: Beside = { keyId: false, keyBlock: false };

/** A copy without secrets: values under secret names and texts that look like keys or tokens are masked; sealed references stay. */
export function redacted<T extends Json | undefined>(value: T): T;
export function redacted(value: Json | undefined): Json | undefined {
  return value === undefined ? undefined : clean(value, 0, alone);
}

/** What is nested deeper than anything AWS sends is masked as a whole. */
function clean(value: Json, depth: number, beside: Beside): Json {
  if (typeof value === 'string') return cleanText(value, depth, beside);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= deepest) return mask;
  if (isList(value)) return cleanList(value, depth, beside);
  return isSealed(value) ? value : cleanObject(value, depth, beside);
}

/** A list of words, lines or messages: a key block may be spread over it, the id of a key may stand before its secret, an option before its value. */
function cleanList(list: readonly Json[], depth: number, beside: Beside): Json {
  const near = list.reduce<Beside>((all, item) => (isObject(item) ? Object.values(item).reduce(told, all) : told(all, item)), beside);
  return list.map((item, at) => {
    const before = list[at - 1];
    return typeof item === 'string' && typeof before === 'string' && takesSecret(before) && !item.startsWith('-')
      ? hidden(item)
      : clean(item, depth + 1, near);
  });
}

const told = (all: Beside, value: Json | undefined): Beside => {
  if (typeof value !== 'string') return all;
  const { keyId, keyBlock } = tells(value);
  return keyId || keyBlock ? { keyId: all.keyId || keyId, keyBlock: all.keyBlock || keyBlock } : all;
};

/** `--db-password`, before its value. */
const takesSecret = (text: string): boolean => {
  if (!/^--?[a-z][\w.-]{1,60}$/i.test(text)) return false;
  const name = plainName(text);
  return namesSecret(name) || namesSecretText(name);
};

function cleanObject(value: JsonObject, depth: number, beside: Beside): JsonObject {
  const entries = Object.entries(value);
  const near = entries.reduce((all, [, inner]) => told(all, inner), beside);
  const secure = entries.some(([key, inner]) => typeof inner === 'string' && tellsSecret(key, inner));
  return Object.fromEntries(
    entries.map(([key, inner]): [string, Json | undefined] => {
      if (inner === undefined) return [key, undefined];
      const { label, name, holds } = nameOf(key, depth);
      if (holds === 'secrets' || (secure && valueBeside.test(name))) return [label, hidden(inner)];
      // A text of that name may be a digest of them, as an action's state has it.
      if (name === 'variables' && isObject(inner)) return [label, hidden(inner)];
      if (name === 'credentials' && isObject(inner)) return [label, withPublicParts(inner)];
      if (holds === 'a secret text' && typeof inner === 'string')
        return [label, saysNothing(inner) ? clean(inner, depth + 1, near) : hidden(inner)];
      if (name === 'auth' && typeof inner === 'string') return [label, looksLikeSecret(inner) ? mask : clean(inner, depth + 1, near)];
      if (Array.isArray(inner) && namesSecretList(name))
        return [label, inner.map((item) => (typeof item === 'string' && !saysNothing(item) ? hidden(item) : clean(item, depth + 2, near)))];
      if (holds === 'an environment')
        return [label, withoutVariables(inner, name !== 'environment', (each) => clean(each, depth + 2, alone))];
      return [label, clean(inner, depth + 1, near)];
    }),
  );
}

/** `Value`, `ParameterValue`, `stringValue`, beside a name. */
const valueBeside = /^(?:parameter|string|text|attribute|tag|header)?value$/;

interface Name {
  /** Without a secret that stands in the name itself. */
  readonly label: string;
  readonly name: string;
  readonly holds: 'secrets' | 'a secret text' | 'an environment' | 'anything';
}

/** Documents have few names and many values: what was found of a name is remembered, unless it holds a secret itself. */
const known = new Map<string, Name>();
const mostKnown = 2_000;

function nameOf(key: string, depth: number): Name {
  const found = known.get(key);
  if (found !== undefined) return found;
  const label = cleanText(key, depth, alone);
  const name = plainName(label);
  const text = namesSecretText(name) ? 'a secret text' : environments.test(name) ? 'an environment' : 'anything';
  const read: Name = { label, name, holds: namesSecret(name) ? 'secrets' : text };
  if (label === key && key.length <= 64 && known.size < mostKnown) known.set(key, read);
  return read;
}

/** What may say of the value beside it that it is a secret: a type, or the name of a header, parameter, tag, attribute or option. */
const labels = /^(?:type|name|key|parameter_?key|attribute|option_?name|namespace)$/i;
function tellsSecret(label: string, given: string): boolean {
  if (!labels.test(label)) return false;
  if (given === 'SecureString' || given === 'aws:elasticbeanstalk:application:environment') return true;
  const name = plainName(given);
  return namesSecret(name) || namesSecretText(name);
}

function cleanText(text: string, depth: number, beside: Beside): string {
  if (depth >= deepest) return mask;
  const document = nested(text);
  if (document !== undefined) {
    const inside = JSON.stringify(clean(document.json, depth + 1, beside));
    return inside === document.text ? text : inside;
  }
  const after = cleanWords(text, depth, beside);
  const plain = plainReading(after);
  if (plain === after) return after;
  // What is disguised is read as it will be read; where that shows no secret, it stays as it is written.
  const inside = nested(plain);
  const cleaned = inside === undefined ? cleanWords(plain, depth, beside) : JSON.stringify(clean(inside.json, depth + 1, beside));
  return cleaned === (inside?.text ?? plain) ? after : cleaned;
}

function cleanWords(text: string, depth: number, beside: Beside): string {
  let before = text;
  // What stood beside a secret may be known for one once that is gone.
  for (let round = 0; round < mostRounds; round += 1) {
    const after = withoutSecrets(before, beside).replace(encoded, (run) => (hidesSecret(run, depth) ? mask : run));
    if (after === before) break;
    before = after;
  }
  return before;
}

const mostRounds = 4;

/** The document that a text holds, as the body of a message holds an event; of a size and depth that can be written again. */
function nested(text: string): { readonly json: Json; readonly text: string } | undefined {
  if (text.length > longestNested || !/^\s{0,8}[[{]/.test(text)) return undefined;
  try {
    const json: Json = JSON.parse(text);
    return { json, text: JSON.stringify(json) };
  } catch {
    return undefined;
  }
}

const encoded = /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{20,}={0,2}/g;
/** Base64 within base64 is looked into eight times: each look may take another. */
const levels = 25;

/** Is it base64 of a text with a secret in it? Binary data is not looked into, but for what begins like JSON or a script. */
function hidesSecret(run: string, depth: number): boolean {
  const text = Buffer.from(run, 'base64').toString('utf8');
  if (!/^[\t\n\r -~]*$/.test(text) && !/^\s{0,8}(?:[[{]|#!|#cloud)/.test(text)) return false;
  return cleanText(text, depth + levels, alone) !== text;
}
