/** Words that stand where a value would, and say that there is none, or of what kind. */
const words = new Set(
  'yes no true false null nil none undefined empty missing unset set required optional invalid incorrect expired must is was not and or redacted'.split(
    ' ',
  ),
);
/** A variable, or a reference that CloudFormation, Terraform or a template resolves. */
const reference = /^(?:\$[A-Z_][A-Z0-9_]+|\$?\{.*|\$\(.*|%[A-Z_]+%|\*+|:+|<[\w -]+>?)$/;
const place = /^arn:[\w-]+:[\w-]+:\S*$/;

/** Does a value that is named a secret say only that there is none, or where it is kept? */
export const saysNothing = (value: string): boolean =>
  words.has(value.toLowerCase().replace(/[).\]!]+$/, '')) || reference.test(value) || place.test(value);

/** An identifier that people choose (`prod/db-2`, `alias/orders`), the id of a key, a time, an address. */
const known =
  /^(?:[a-z]+(?:[-_./][a-z0-9]+)*|[A-Z_]+|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|\d{4}-\d\d-\d\d.*|[\d.:/]+|[a-z]+:\/\/.*)$/;

/** May a value be a secret where its name leaves that open? */
export const looksLikeSecret = (value: string): boolean =>
  value.length >= 8 && !saysNothing(value) && !known.test(value) && (/\d/.test(value) || (value.length >= 16 && /[a-z][A-Z]/.test(value)));
