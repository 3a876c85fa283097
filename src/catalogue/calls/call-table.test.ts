import { describe, expect, test } from 'vitest';
import { effects } from '#domain/meaning.ts';
import { lookupIn, rows } from './call-table.ts';
import { callTables } from './effect-of.ts';

describe('the tables of calls', () => {
  test('name each call of a service once', () => {
    const names = [...rows(callTables)].map(({ service, name }) => `${service}:${name}`.toLowerCase());
    expect(names.filter((name, position) => names.indexOf(name) !== position)).toEqual([]);
  });

  test('use every effect', () => {
    expect(new Set([...rows(callTables)].map(({ effect }) => effect))).toEqual(
      new Set(effects.filter((effect) => effect !== 'removes' && effect !== 'ransoms')),
    );
  });

  test('write names as AWS does', () => {
    const odd = [...rows(callTables)].filter(({ service, name }) => !/^[a-z0-9-]+$/.test(service) || !/^[A-Z][A-Za-z0-9]+\*?$/.test(name));
    expect(odd).toEqual([]);
  });
});

describe('a look into tables', () => {
  const find = lookupIn([
    { destroys: { db: 'Delete* DropAll' }, 'hides-tracks': { db: 'DeleteLog*', logs: 'Vanish VanishAllTracks FadeAllTracks' } },
    { removes: { db: 'DeleteLogView', mail: 'FadeAllTracks' } },
  ]);

  test.each([
    ['db', 'DeleteTable', 'destroys'],
    ['db', 'DeleteLogGroup', 'hides-tracks'],
    ['db', 'DeleteLogView', 'removes'],
    ['db', 'dropall', 'destroys'],
    ['db', 'DropSome', undefined],
    ['db', 'Vanish', undefined],
    ['', 'Vanish', 'hides-tracks'],
    ['unknown-service', 'Vanish', undefined],
    ['unknown-service', 'VanishAllTracks', 'hides-tracks'],
    ['unknown-service', 'FadeAllTracks', undefined],
  ])('finds %s:%s as %s', (service, name, effect) => {
    expect(find(service, name)).toBe(effect);
  });
});
