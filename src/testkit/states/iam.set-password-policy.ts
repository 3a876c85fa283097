import * as fc from 'fast-check';
import { type Model, object, still, unexpected } from './model.ts';

const usually = fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) });
const rarely = usually.map((each) => !each);
const anyPolicy = fc.record(
  {
    length: fc.constantFrom(6, 8, 14, 14, 16, 32),
    symbols: usually,
    numbers: usually,
    upper: usually,
    lower: usually,
    change: fc.boolean(),
    hard: rarely,
    remembered: fc.constantFrom(1, 24, 24, 24),
    days: fc.constantFrom(30, 90, 365),
  },
  { requiredKeys: ['length', 'symbols', 'numbers', 'upper', 'lower', 'change', 'hard'] },
);
const goodPolicy = fc.record({ change: fc.boolean(), hard: rarely, days: fc.constantFrom(30, 90) }).map((some) => ({
  ...some,
  length: 14,
  symbols: true,
  numbers: true,
  upper: true,
  lower: true,
  remembered: 24,
}));
const names = {
  length: 'MinimumPasswordLength',
  symbols: 'RequireSymbols',
  numbers: 'RequireNumbers',
  upper: 'RequireUppercaseCharacters',
  lower: 'RequireLowercaseCharacters',
  change: 'AllowUsersToChangePassword',
  hard: 'HardExpiry',
  remembered: 'PasswordReusePrevention',
  days: 'MaxPasswordAge',
};

export const model: Model = {
  cases: fc.record({
    params: fc.record({ account: fc.constant('123456789012'), expiry: fc.constantFrom('any', 'within-90-days') }),
    state: fc.record({ policy: fc.oneof(anyPolicy, goodPolicy) }, { requiredKeys: [] }),
  }),
  apply(_, call) {
    if (call.operation === 'deleteAccountPasswordPolicy') return {};
    if (call.operation !== 'updateAccountPasswordPolicy') return unexpected(call);
    const input = object(call.input);
    const said = Object.entries(names).flatMap(([name, theirs]) => (input[theirs] === undefined ? [] : [[name, input[theirs]]]));
    return { policy: Object.fromEntries(said) };
  },
  wait: still,
  /** Where passwords begin to expire, people get the right to change theirs. */
  beside({ policy }, { expiry }) {
    const { change, hard } = object(policy ?? {});
    return { change: expiry === 'any' && change === true, hard: hard === true };
  },
};
