import { expect, test } from 'vitest';
import { type KeptFinding, securityHubApi } from '#testkit/loopback/security-hub-api.ts';
import { notices } from '#testkit/told-stories.ts';
import { securityHub } from './security-hub.ts';

test('a finding is notified with a note, and resolved when its incident is healed', async () => {
  const findings = new Map<string, KeptFinding>([['finding-1', { workflow: 'NEW', note: '' }]]);
  const api = await securityHubApi(findings);
  const credentials = async () => ({ accessKeyId: 'test', secretAccessKey: 'test' });
  const hub = securityHub({ name: 'hub', aws: { account: '111122223333', region: 'us-east-1', endpoint: api.url, credentials } });
  const finding = { id: 'finding-1', productArn: 'arn:aws:securityhub:eu-west-1::product/aws/securityhub', region: 'eu-west-1' };
  const { asked, healed } = notices();
  await hub.tell({ ...asked, finding }, undefined);
  expect(findings.get('finding-1')).toMatchObject({ workflow: 'NOTIFIED', note: expect.stringContaining(asked.incident.id) });
  expect(api.requests.at(-1)?.headers['authorization']).toContain('/eu-west-1/securityhub/');
  await hub.tell({ ...healed, finding }, asked.incident.id);
  expect(findings.get('finding-1')).toMatchObject({ workflow: 'RESOLVED', note: expect.stringContaining('healed') });
  await expect(hub.tell({ ...asked, finding: { ...finding, id: 'gone' } }, undefined)).rejects.toMatchObject({
    code: 'not-told',
    retry: 'never',
    message: expect.stringContaining('FindingNotFound'),
  });
  await hub.greet('hello');
  expect(api.requests.at(-1)).toMatchObject({ method: 'GET', path: '/accounts' });
  await api.close();
  await expect(hub.tell({ ...asked, finding }, undefined)).rejects.toMatchObject({ code: 'not-told', retry: 'later' });
});
