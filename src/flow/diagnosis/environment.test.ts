import { describe, expect, test } from 'vitest';
import { Policy } from '#config/policy.ts';
import { environmentOf, isProduction } from './environment.ts';

const account = '123456789012';
const policy = Policy.parse({ accounts: { [account]: { environment: 'Prod' }, '210987654321': { name: 'shop' } } });

describe('the environment', () => {
  test.each([
    [{ environment: 'dev' }, 'dev'],
    [{ Environment: 'Staging' }, 'staging'],
    [{ ENV: 'test' }, 'test'],
    [{ stage: 'beta' }, 'beta'],
    [{ stage: 'beta', env: 'test', environment: 'dev' }, 'dev'],
    [{ environment: ' production ' }, 'production'],
    [{ name: 'prod' }, 'prod'],
  ])('of %j in a production account is %s', (tags, environment) => {
    expect(environmentOf(tags, account, policy)).toBe(environment);
  });

  test.each([
    { environment: 'dev', stage: 'prod' },
    { Environment: 'dev', environment: 'prod' },
    { environment: 'prod', Environment: 'dev' },
  ])('is production when one of several tags says so: %j', (tags) => {
    expect(environmentOf(tags, account, policy)).toBe('prod');
  });

  test('does not depend on the order of tags that disagree', () => {
    const [one, other] = [
      { ENV: 'b', env: 'a' },
      { env: 'a', ENV: 'b' },
    ];
    expect(environmentOf(one, account, policy)).toBe(environmentOf(other, account, policy));
  });

  test('is the account’s when no tag tells it, also when the tag is empty or the tags were not read', () => {
    for (const tags of [undefined, {}, { environment: '' }, { env: '  ' }]) expect(environmentOf(tags, account, policy)).toBe('prod');
  });

  test('is unknown when nothing tells it, and unknown is not production', () => {
    for (const other of ['210987654321', '111111111111']) expect(environmentOf({}, other, policy)).toBe('unknown');
    expect(isProduction('unknown')).toBe(false);
  });
});
