import { expect, test } from 'vitest';
import { actions } from '#catalogue/actions/index.ts';
import { unproven } from './unproven.ts';

const all = await Promise.all(Object.values(actions).map((load) => load()));

test('what calls need besides their names is unproven for every action that declares it, each with its reason', () => {
  const listed = unproven(all);
  for (const { id, permissions } of all)
    for (const name of permissions.dependent)
      expect(
        listed.some(({ permission, actions: by }) => permission === name && by.includes(id)),
        `${id} ${name}`,
      ).toBe(true);
  expect(listed.find(({ permission }) => permission === 'iam:PassRole')).toMatchObject({
    why: expect.stringContaining('hands on any role'),
  });
  expect(listed.find(({ permission }) => permission === 'kms:CreateGrant')).toMatchObject({ why: expect.stringContaining('use no keys') });
});

test('of an action that the emulator exercises its own calls are proven, of another nothing is', () => {
  const listed = unproven(all);
  for (const { id, permissions, exercised } of all) {
    const mine = listed.filter(({ actions: by }) => by.includes(id)).map(({ permission }) => permission);
    const { read, write, undo, dependent } = permissions;
    const expected = 'on' in exercised ? dependent : [...dependent, ...read, ...write, ...undo];
    expect([...new Set(mine)].toSorted(), id).toEqual([...new Set(expected)].toSorted());
  }
});

test('a permission is listed once for each reason', () => {
  const listed = unproven(all).map(({ permission, why }) => `${permission} ${why}`);
  expect(new Set(listed).size).toBe(listed.length);
});
