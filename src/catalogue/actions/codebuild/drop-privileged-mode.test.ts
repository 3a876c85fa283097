import { expect, test } from 'vitest';
import { scriptedCloud } from '#testkit/scripted-cloud.ts';
import { dropPrivilegedMode } from './drop-privileged-mode.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const remedy = dropPrivilegedMode.with({ project: 'shop' });
const environment = {
  type: 'LINUX_CONTAINER',
  image: 'aws/codebuild/amazonlinux-x86_64-standard:5.0',
  computeType: 'BUILD_GENERAL1_SMALL',
  privilegedMode: true,
} as const;
const buildspec = 'version: 0.2\nphases:\n  build:\n    commands:\n      - npm ci\n      - npm test\n';
const plain = { environment, source: { type: 'NO_SOURCE', buildspec } };
const observed = (project: object) =>
  remedy.observe(
    scriptedCloud()
      .on('codebuild', 'batchGetProjects', () => ({ projects: [{ name: 'shop', ...project }] }))
      .reader(site),
  );

test('sends the environment back as it was, but for the mode', async () => {
  expect(remedy.fix(await observed(plain))).toEqual([
    {
      service: 'codebuild',
      operation: 'updateProject',
      input: { name: 'shop', environment: { ...environment, privilegedMode: false } },
    },
  ]);
});

test.each([
  ['docker in its buildspec', { ...plain, source: { type: 'NO_SOURCE', buildspec: `${buildspec}      - docker build .\n` } }, /docker/],
  ['a buildspec that lies with its source', { ...plain, source: { type: 'GITHUB' } }, /lies with its source/],
  ['the path of a buildspec', { ...plain, source: { type: 'GITHUB', buildspec: 'ci/buildspec.yml' } }, /lies with its source/],
  ['a cache of image layers', { ...plain, cache: { type: 'LOCAL', modes: ['LOCAL_DOCKER_LAYER_CACHE'] } }, /layers/],
  ['a mounted file system', { ...plain, fileSystemLocations: [{ type: 'EFS' }] }, /mounts/],
  ['an image made for images', { ...plain, environment: { ...environment, image: 'docker:dind' } }, /docker:dind/],
  [
    'variables',
    { ...plain, environment: { ...environment, environmentVariables: [{ name: 'KEY', value: 'correct horse' }] } },
    /variables/,
  ],
])('refuses with %s', async (_, project, why) => {
  const state = await observed(project);
  expect(remedy.refuses(state)).toMatch(why);
  expect(JSON.stringify(state)).not.toContain('correct horse');
});

test('a project without the mode is healthy, whatever it builds', async () => {
  const state = await observed({ ...plain, environment: { ...environment, privilegedMode: false }, source: { type: 'GITHUB' } });
  expect([remedy.wrong(state), remedy.refuses(state), remedy.fix(state)]).toEqual([undefined, undefined, []]);
});
