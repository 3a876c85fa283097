import { expect, test } from 'vitest';
import { blockPublicAccess } from '#catalogue/actions/s3/block-public-access.ts';
import type { Entry } from '#domain/entry.ts';
import type { IncidentDocument } from '#domain/incident.ts';
import { bucketWorld } from '#testkit/bucket-world.ts';
import { flowWorld } from '#testkit/flow-world.ts';
import { IncidentDetail, IncidentSummary, incidentDetail, incidentSummary } from './incident-view.ts';

/** One healed incident over memory, and the tools that healed it. */
async function healed() {
  const { cloud, ref, buckets } = bucketWorld(1);
  const found = buckets.get('bucket-0001');
  if (found !== undefined) found.block = undefined;
  const { tools, open, drive } = flowWorld({ cloud, actions: [blockPublicAccess] });
  const admission = await open(ref('bucket-0001'));
  if (admission.admitted !== 'opened') throw new Error(admission.admitted);
  return { tools, opened: admission.incident, incident: await drive(admission.incident.id) };
}

test('what is not known yet is null, and every line has the same fields', async () => {
  const { opened, incident } = await healed();
  const early = IncidentSummary.parse(incidentSummary(opened));
  expect(early).toMatchObject({ stage: 'diagnosis', score: null, closedAt: null, verdict: null, wrong: null, ms: null, did: [] });
  expect(Object.keys(early)).toEqual(Object.keys(incidentSummary(incident)));
});

test('a story survives its JSON form', async () => {
  const { incident, tools } = await healed();
  const detail = await incidentDetail(incident, tools.store, tools.blobs);
  expect(IncidentDetail.parse(JSON.parse(JSON.stringify(detail)))).toEqual(JSON.parse(JSON.stringify(detail)));
});

test('a state that holds a secret is shown with the secret masked', async () => {
  const { incident, tools } = await healed();
  const state = await tools.blobs.put({ environment: { variables: { DB: 'hunter2' } }, password: 'hunter2' }, { sealed: true });
  const detail = await incidentDetail({ ...incident, before: { state, at: 1 } }, tools.store, tools.blobs);
  expect(detail.before?.state).toEqual({ environment: { variables: '[redacted]' }, password: '[redacted]' });
  expect(JSON.stringify(detail)).not.toContain('hunter2');
});

test('a state that is lost is told, and the rest of the story still shows', async () => {
  const { incident, tools } = await healed();
  const lost: IncidentDocument = { ...incident, before: { state: 'f'.repeat(64), at: 1 } };
  const detail = await incidentDetail(lost, tools.store, tools.blobs);
  expect(detail.before).toMatchObject({ state: null, unreadable: expect.any(String) });
  expect(detail.changes).toEqual([]);
  expect(detail.ledger).toHaveLength(incident.entries);
});

test('a document that says something else than its ledger is called out, with the entry that says it', async () => {
  const { incident, tools } = await healed();
  const { approval, decision } = incident;
  if (approval === undefined || decision === undefined) throw new Error('it was not decided');
  const told = async (forged: IncidentDocument) => (await incidentDetail(forged, tools.store, tools.blobs)).broken;
  expect(await told({ ...incident, approval: { ...approval, by: 'alice' } })).toEqual({
    seq: 3,
    because: "the incident's approval (by) is not the one that was recorded there",
  });
  expect(await told({ ...incident, decision: { ...decision, verdict: 'ask' } })).toMatchObject({ seq: 3 });
  expect(await told({ ...incident, stage: 'rolled-back' })).toMatchObject({ seq: incident.entries });
});

test('a ledger that lost its end, or whose bytes were changed, is called broken', async () => {
  const { incident, tools } = await healed();
  const { store } = tools;
  expect((await incidentDetail(incident, store, tools.blobs)).broken).toBeNull();
  const cut = { ...store, entries: () => entriesOf((entry) => (entry.seq < incident.entries ? entry : undefined)) };
  expect((await incidentDetail(incident, cut, tools.blobs)).broken).toMatchObject({ seq: incident.entries });
  const forged = {
    ...store,
    entries: () => entriesOf((entry) => (entry.seq === 2 ? { ...entry, bytes: entry.bytes.replace('diagnosis', 'nothing') } : entry)),
  };
  expect((await incidentDetail(incident, forged, tools.blobs)).broken).toMatchObject({ seq: 2 });

  async function* entriesOf(change: (entry: Entry) => Entry | undefined): AsyncGenerator<Entry> {
    for await (const entry of store.entries(incident.id)) {
      const kept = change(entry);
      if (kept !== undefined) yield kept;
    }
  }
});
