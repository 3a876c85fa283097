import { expect, test } from 'vitest';
import { httpWorld } from '#entry/http/http-world.ts';
import { IncidentDetail } from '#entry/views/incident-view.ts';
import { story } from './story.ts';

const bare = { width: 200, paint: (_: string, text: string) => text };

async function asked(policy = 'approvers: [{ who: [dave, grace], second: true }]') {
  const world = await httpWorld({ environment: 'production' }, { policy });
  const id = await world.openIncident();
  const told = async () => story(IncidentDetail.parse(await (await world.ask(`/api/incidents/${id}`)).json()), bare, 'selfheal');
  return { ...world, id, told };
}

test('a question tells what a yes needs, and how to say it', async () => {
  const { told, id } = await asked();
  const text = await told();
  for (const part of [
    /^What .*AWS::S3::Bucket bucket-0001$/m,
    /^Plan .*s3\.block-public-access; can be rolled back; costs nothing$/m,
    /^ +\+ block\.BlockPublicAcls: true$/m,
    /^Risk +low, no outage; touches /m,
    /^Wants +a yes of dave or grace, and then another one of them$/m,
    /^Expires +2026-11-20 04:00:\d\d UTC$/m,
    new RegExp(`^Your answer: {3}selfheal approve ${id}$`, 'm'),
    new RegExp(`or: {3}selfheal snooze ${id}$`, 'm'),
    /^Read about it: selfheal runbooks s3\.block-public-access$/m,
  ])
    expect(text).toMatch(part);
  expect(text.indexOf('\nDecision ')).toBeGreaterThan(text.indexOf(' asked '));
});

test('an approval names the account behind the name that somebody gave themselves', async () => {
  const { told, id, engine, settled } = await asked('');
  await engine.approve(id, { name: 'dave', channel: 'cli', through: 'root' });
  expect(await settled(id)).toBe('healed');
  expect(await told()).toMatch(/^Approved +by dave, said by root \(cli\) at /m);
});

test('a question that is asked anew tells what changed since, and who said yes', async () => {
  const { told, id, broken, engine, settled } = await asked();
  await engine.approve(id, { name: 'dave', channel: 'slack' });
  expect(await told()).toMatch(/^Said yes +dave \(slack\)\nWants +a yes of grace$/m);
  await engine.approve(id, { name: 'grace', channel: 'email' });
  broken.block = { BlockPublicAcls: true };
  expect(await settled(id)).toBe('approval');
  const text = await told();
  expect(text).toMatch(/^Since then +the resource: block\.BlockPublicAcls is true, and was not there$/m);
  expect(text).not.toMatch(/^Approved/m);
  expect(text).toMatch(new RegExp(`^Your answer: {3}selfheal approve ${id} --plan [0-9a-f]{8}$`, 'm'));
  expect(text).toMatch(/ moved +snapshot → decision: it changed since it was planned: the yes of grace is void$/m);
});
