import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { enableLogging } from './enable-logging.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = enableLogging.with({ project: 'shop' });
const off = { status: 'DISABLED' } as const;
const seeing = (project: object) =>
  scriptedCloud().on('codebuild', 'batchGetProjects', () => ({ projects: [{ name: 'shop', ...project }] }));
const observed = (project: object) => remedy.observe(seeing(project).reader(site));

test('enables CloudWatch in the group that is named, and says nothing else of the project', async () => {
  const state = await observed({ logsConfig: { cloudWatchLogs: { ...off, groupName: '/builds' }, s3Logs: off } });
  expect(remedy.fix(state)).toEqual([
    {
      service: 'codebuild',
      operation: 'updateProject',
      input: { name: 'shop', logsConfig: { cloudWatchLogs: { status: 'ENABLED', groupName: '/builds' }, s3Logs: off } },
    },
  ]);
});

test.each([
  ['which says nothing of logs', {}],
  ['that logs to S3', { logsConfig: { cloudWatchLogs: off, s3Logs: { status: 'ENABLED', location: 'logs/shop' } } }],
])('leaves a project alone %s', async (_, project) => {
  expect(remedy.wrong(await observed(project))).toBeUndefined();
});

test('refuses where everyone could read the logs', async () => {
  const logsConfig = { cloudWatchLogs: off };
  expect(remedy.refuses(await observed({ logsConfig, projectVisibility: 'PUBLIC_READ' }))).toMatch(/public/);
  expect(remedy.refuses(await observed({ logsConfig, projectVisibility: 'PRIVATE' }))).toBeUndefined();
});

test('a project that is not there is not called silent', async () => {
  const cloud = scriptedCloud().on('codebuild', 'batchGetProjects', () => ({ projects: [], projectsNotFound: ['shop'] }));
  await expect(remedy.observe(cloud.reader(site))).rejects.toMatchObject({ code: 'no-such-resource' });
});

test('lists projects with their ARN and reads their tags', async () => {
  const cloud = seeing({ tags: [{ key: 'team', value: 'shop' }] })
    .on('codebuild', 'listProjects', () => ({ projects: ['shop'] }))
    .reader(site);
  const [project] = await enableLogging.list(cloud);
  expect(project).toMatchObject({ id: 'shop', arn: 'arn:aws:codebuild:eu-west-1:123456789012:project/shop' });
  if (project !== undefined) expect(await enableLogging.tags(cloud, project)).toEqual({ team: 'shop' });
});
