import { expect, test } from 'vitest';
import { enableMinorUpgrades } from './enable-minor-upgrades.ts';

const remedy = enableMinorUpgrades.with({ instance: 'orders' });
const frozen = { status: 'available', minorUpgrades: false, engine: 'postgres' };

test('lets minor versions in, and asks for no upgrade now', () =>
  expect(remedy.fix(frozen)).toEqual([
    { service: 'rds', operation: 'modifyDBInstance', input: { DBInstanceIdentifier: 'orders', AutoMinorVersionUpgrade: true } },
  ]));

test('waits while the instance is busy, and leaves a stopped one to a person', () => {
  expect(remedy.fix({ ...frozen, status: 'upgrading' })).toEqual([]);
  expect(remedy.refuses({ ...frozen, status: 'upgrading' })).toBeUndefined();
  expect(remedy.refuses({ ...frozen, status: 'stopped' })).toMatch(/stopped/);
});

test('a status that differs is no collateral change', () =>
  expect(remedy.comparable({ ...frozen, status: 'modifying' })).toEqual(remedy.comparable(frozen)));

test('leaves DocumentDB alone, which takes no minor upgrades whatever the setting says', () =>
  expect(remedy.wrong({ ...frozen, engine: 'docdb' })).toBeUndefined());
