import { expect, test } from 'vitest';
import type { IncidentDocument } from '#domain/incident.ts';
import { httpWorld } from '#entry/http/http-world.ts';
import { planMeant, planName } from './plan-option.ts';

test('a yes means the plan on the table, until that is another one than people were asked about: then it must be named', async () => {
  const { engine, openIncident, broken, settled } = await httpWorld(
    { environment: 'production' },
    { policy: 'approvers: [{ who: [dave] }]' },
  );
  const id = await openIncident();
  const present = async (): Promise<IncidentDocument> => {
    const incident = await engine.tools.store.incident(id);
    if (incident === undefined) throw new Error('it is gone');
    return incident;
  };
  const first = (await present()).plan?.hash ?? '';
  expect(planMeant(await present(), undefined)).toBe(first);
  expect(planMeant(await present(), planName(first))).toBe(first);
  expect(planMeant(await present(), first.slice(0, 5))).not.toBe(first);

  broken.block = { BlockPublicAcls: true };
  await engine.approve(id, { name: 'dave', channel: 'cli' });
  expect(await settled(id)).toBe('approval');
  const second = (await present()).plan?.hash ?? '';
  expect(second).not.toBe(first);
  const changed = await present();
  expect(() => planMeant(changed, undefined)).toThrow(/block\.BlockPublicAcls is true.*selfheal approve .* --plan [0-9a-f]{8}"$/);
  expect(planMeant(changed, planName(second))).toBe(second);
  await expect(
    engine.approve(id, { name: 'dave', channel: 'cli' }, { planHash: planMeant(changed, planName(first)) ?? '' }),
  ).rejects.toThrow(/the plan changed since you saw it/);
});
