import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openCatalogue } from './catalogue.ts';

const untrusted = { trusted: false };
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'selfheal-detections-'));
});
afterEach(() => rm(folder, { recursive: true }));

const event = (change: object = {}) => ({
  eventVersion: '1.11',
  eventSource: 'ssm.amazonaws.com',
  eventName: 'DeleteParameter',
  eventTime: '2026-11-20T08:59:58Z',
  awsRegion: 'eu-west-1',
  requestParameters: { name: '/shop/host' },
  recipientAccountId: '111122223333',
  ...change,
});
const good = {
  id: 'ssm.parameter-gone',
  title: 'A parameter was deleted',
  class: 'tampering',
  severity: 'high',
  pattern: { source: ['aws.ssm'], detail: { eventName: ['DeleteParameter'] } },
  resource: 'AWS::SSM::Parameter',
  examples: { matches: [event()], misses: [event({ eventName: 'GetParameter' })] },
  references: ['https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeleteParameter.html'],
};
const stopped = {
  ...good,
  id: 'ec2.stopped',
  pattern: { source: ['aws.ec2'], detail: { eventName: ['StopInstances'] } },
  resource: 'AWS::EC2::Instance',
  action: 'ec2.start-instance',
  examples: {
    matches: [
      event({
        eventSource: 'ec2.amazonaws.com',
        eventName: 'StopInstances',
        requestParameters: { instancesSet: { items: [{ instanceId: 'i-1' }] } },
      }),
    ],
    misses: [event()],
  },
};

/** JSON is YAML: one member a line, so that the line of each is known. */
const yaml = (detection: object) =>
  Object.entries(detection)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
    .join('');

async function put(name: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, name)), { recursive: true });
  await writeFile(join(folder, name), text);
}

async function refusal(name: string, text: string): Promise<string> {
  await put(name, text);
  const { refused } = await openCatalogue({ folders: [folder] });
  expect(refused).toHaveLength(1);
  expect(refused[0]?.code).toBe('bad-detection');
  return refused[0]?.message.replace(`${folder}/`, '') ?? '';
}

test('a detection in a folder of the user is matched beside ours', async () => {
  await put('ssm/parameter-gone.yaml', yaml(good));
  const { parse, match, refused, detections } = await openCatalogue({ folders: [folder] });
  const [only] = parse(event(), 0, untrusted).signals;
  expect(refused).toEqual([]);
  expect(detections().map(({ id }) => id)).toEqual(expect.arrayContaining(['ssm.parameter-gone', 'ssm.parameter-overwritten']));
  expect(only && (await match(only.signal, only.event)).map(({ detection }) => detection)).toContainEqual(
    expect.objectContaining({ id: 'ssm.parameter-gone', class: 'tampering', severity: 'high' }),
  );
});

test('one bad file does not keep the others out', async () => {
  await put('ssm/parameter-gone.yaml', yaml(good));
  await put('ec2/stopped.yaml', yaml(stopped));
  await put('ssm/broken.yaml', 'id: [');
  const { refused, written } = await openCatalogue({ folders: [folder] });
  expect(refused.map(({ message }) => message)).toEqual([expect.stringContaining('ssm/broken.yaml:1: the file is not YAML')]);
  expect(written.map(({ id }) => id)).toEqual(expect.arrayContaining(['ssm.parameter-gone', 'ec2.stopped']));
});

test('a detection about several types finds each of them', async () => {
  const either = { ...good, resource: ['AWS::SSM::Document', 'AWS::SSM::Parameter'] };
  await put('ssm/parameter-gone.yaml', yaml(either));
  const { parse, match, refused } = await openCatalogue({ folders: [folder] });
  const [only] = parse(event(), 0, untrusted).signals;
  expect(refused).toEqual([]);
  expect(only && (await match(only.signal, only.event)).map(({ detection }) => detection.id)).toContain('ssm.parameter-gone');
});

test('what is about the account is filed under it, whatever the call was on', async () => {
  await put('ssm/parameter-gone.yaml', yaml({ ...good, resource: 'AWS::::Account' }));
  const { parse, match, refused } = await openCatalogue({ folders: [folder] });
  const [only] = parse(event(), 0, untrusted).signals;
  const found = only && (await match(only.signal, only.event)).find(({ detection }) => detection.id === 'ssm.parameter-gone');
  expect(refused).toEqual([]);
  expect(found?.resource).toMatchObject({ type: 'AWS::::Account', id: '111122223333', region: 'global' });
});

test('a refused pattern is found on the line where it is wrong', async () => {
  const { pattern: _, examples, ...rest } = good;
  const text = `${yaml(rest)}pattern:\n  detail:\n    a:\n      - prefix: x\n      - numeric: ["~", 1]\n${yaml({ examples })}`;
  expect(await refusal('ssm/parameter-gone.yaml', text)).toContain('ssm/parameter-gone.yaml:11: pattern.detail.a.1.numeric is refused');
});

describe('a refusal names file, line and field', () => {
  test.each([
    ['class is none that there is', { ...good, class: 'bad' }, ':3: class does not fit'],
    ['a field is missing', { ...good, severity: undefined }, 'severity does not fit'],
    ['a field is not known', { ...good, acton: 'x' }, 'the file does not fit: Unrecognized key: "acton"'],
    ['the id is not the path', { ...good, id: 'ssm.other' }, ":1: id is ssm.other, but the file's path says ssm.parameter-gone"],
    [
      'AWS would refuse the pattern',
      { ...good, pattern: { detail: { a: [{ numeric: ['~', 1] }] } } },
      ':5: pattern.detail.a.0.numeric is refused',
    ],
    ['there is no such action', { ...good, action: 'ssm.undelete' }, ':9: action names no action that there is: ssm.undelete'],
    [
      'the action heals another kind',
      { ...good, action: 'ec2.start-instance' },
      ':6: resource is AWS::SSM::Parameter, but ec2.start-instance heals AWS::EC2::Instance',
    ],
    ['params stand without an action', { ...good, params: { a: 1 } }, ':9: params mean nothing without an action'],
    [
      'a match does not match',
      { ...good, examples: { matches: [event(), event({ eventName: 'GetParameter' })], misses: [event({ eventName: 'Y' })] } },
      ':7: examples.matches.1 does not match: the pattern refuses its event',
    ],
    [
      'a match failed at AWS',
      { ...good, examples: { ...good.examples, matches: [event({ errorCode: 'AccessDenied' })] } },
      'examples.matches.0 does not match',
    ],
    [
      'a match is about something else',
      { ...good, resource: 'AWS::SSM::Document' },
      'examples.matches.0 does not match: it is about AWS::SSM::Parameter, not AWS::SSM::Document',
    ],
    ['no source reads a match', { ...good, examples: { ...good.examples, matches: [{ a: 1 }] } }, 'it is no signal (unknown-source'],
    ['a miss matches', { ...good, examples: { ...good.examples, misses: [event()] } }, ':7: examples.misses.0 matches, but should miss'],
  ])('when %s', async (_what, detection, expected) => {
    expect(await refusal('ssm/parameter-gone.yaml', yaml(detection))).toContain(expected);
  });

  test.each([
    ['is no path', { instanceId: '$.[' }, ':10: params.instanceId $.[ is not a JSONPath'],
    ['may find several values', { instanceId: '$..instanceId' }, 'params.instanceId $..instanceId may find several values'],
    ['finds nothing', { instanceId: '$.detail.requestParameters.none' }, ':10: params find nothing in the example'],
    ['finds what does not fit', { instanceId: '$.detail.eventName' }, ':10: params do not fit the action'],
  ])('when a path in params %s', async (_what, params, expected) => {
    expect(await refusal('ec2/stopped.yaml', yaml({ ...stopped, params }))).toContain(expected);
  });

  test('when an id is already taken', async () => {
    await put('ec2/instance-stopped.yaml', yaml({ ...stopped, id: 'ec2.instance-stopped' }));
    const { refused } = await openCatalogue({ folders: [folder] });
    expect(refused.map(({ message }) => message)).toEqual([
      expect.stringContaining('ec2/instance-stopped.yaml:1: id ec2.instance-stopped is there twice'),
    ]);
  });

  test('when the folder is none', async () => {
    await put('file', 'x');
    await expect(openCatalogue({ folders: [join(folder, 'file')] })).rejects.toMatchObject({
      code: 'bad-detection',
      message: expect.stringContaining('file'),
    });
  });
});

test('a path takes a parameter out of the event', async () => {
  const params = { instanceId: '$.detail.requestParameters.instancesSet.items[0].instanceId' };
  await put('ec2/stopped.yaml', yaml({ ...stopped, params }));
  const { parse, match, refused } = await openCatalogue({ folders: [folder] });
  const [only] = parse(stopped.examples.matches[0] ?? null, 0, untrusted).signals;
  const found = only && (await match(only.signal, only.event));
  expect(refused).toEqual([]);
  expect(found?.find(({ detection }) => detection.id === 'ec2.stopped')?.remedy).toEqual({
    action: 'ec2.start-instance',
    params: { instanceId: 'i-1' },
    condition: {},
  });
});
