import type { Json } from '#domain/json.ts';

const accountId = /(?<!\d)\d{12}(?!\d)/g;
const accessKeyId = /(?<![A-Za-z0-9])A(?:KIA|SIA)[A-Z0-9]{16}(?![A-Za-z0-9])/g;
const name = /\b(?:own-account|account-\d+|key-\d+)\b/g;

/** Names in the place of account ids and access key ids: a model can tell whether two are the same, and need not know them. */
export interface Pseudonyms {
  hide(value: Json): Json;
  /** The true ids again, for people. A name that was never given stays as it is. */
  reveal(text: string): string;
}

/** Numbers them in the order in which they are met, so that the same data gets the same names. */
export function pseudonyms(ownAccount: string): Pseudonyms {
  const given = new Map([[ownAccount, 'own-account']]);
  const met = { account: 1, key: 0 };
  const nameOf = (id: string, kind: keyof typeof met): string => {
    const known = given.get(id);
    if (known !== undefined) return known;
    met[kind] += 1;
    const fresh = `${kind}-${met[kind]}`;
    given.set(id, fresh);
    return fresh;
  };
  const hideText = (text: string): string =>
    text.replace(accountId, (id) => nameOf(id, 'account')).replace(accessKeyId, (id) => nameOf(id, 'key'));
  const hide = (value: Json): Json => {
    if (typeof value === 'string') return hideText(value);
    if (typeof value !== 'object' || value === null) return value;
    if (isList(value)) return value.map(hide);
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [hideText(key), inner === undefined ? inner : hide(inner)]));
  };
  return {
    hide,
    reveal(text) {
      const ids = new Map([...given].map(([id, pseudonym]) => [pseudonym, id]));
      return text.replace(name, (found) => ids.get(found) ?? found);
    },
  };
}

const isList = (value: object): value is readonly Json[] => Array.isArray(value);
