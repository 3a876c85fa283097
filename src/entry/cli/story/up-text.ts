import type { Mode } from '#domain/facts.ts';
import type { Terminal } from '#entry/cli/terminal.ts';
import type { SandboxReady } from '#entry/up/sandbox-child.ts';
import { signInUrl, type UpFile } from '#entry/up/up-file.ts';

/** What a person reads when everything is up: where it is, whether it acts, how to break something, how to stop. The mode is the policy's, or else the world's. */
export function upText(
  up: UpFile,
  {
    demo,
    self,
    mode: own,
    paint,
  }: Pick<Terminal, 'paint'> & {
    readonly demo: SandboxReady['demo'] | undefined;
    readonly self: string;
    readonly mode: Mode | undefined;
  },
): string {
  const { world } = up;
  const mode = own ?? world.mode;
  const what = world.kind === 'sandbox' ? 'an AWS on this machine' : 'a real AWS account';
  return [
    `${paint('green', 'Selfheal is up')}: ${what}, mode ${mode}.`,
    '',
    `  Dashboard  ${paint('bold', signInUrl(up))}`,
    `  AWS        ${world.endpoint ?? 'the real one'}, account ${world.account}, ${world.region}`,
    '',
    ...(world.kind === 'sandbox' ? sandboxLines(up, demo ?? undefined, self) : realLines(mode, self)),
    '',
    'Ctrl-C here stops everything.',
  ].join('\n');
}

function sandboxLines({ world }: UpFile, demo: NonNullable<SandboxReady['demo']> | undefined, self: string): readonly string[] {
  const { user } = world.keys ?? {};
  const aws = `aws --endpoint-url ${world.endpoint}`;
  const bucket = demo?.buckets.media ?? 'my-bucket';
  const web = demo?.instances['web'];
  return [
    demo === undefined
      ? 'Break something, in another terminal:'
      : 'Break something in the demo account of a coffee shop, in another terminal:',
    '',
    `  export AWS_ACCESS_KEY_ID=${user?.accessKeyId} \\`,
    `    AWS_SECRET_ACCESS_KEY=${user?.secretAccessKey} \\`,
    `    AWS_DEFAULT_REGION=${world.region}`,
    '',
    ...(demo === undefined ? [`  ${aws} \\`, `    s3api create-bucket --bucket ${bucket}`] : []),
    `  ${aws} \\`,
    `    s3api delete-public-access-block --bucket ${bucket}`,
    ...(web === undefined ? [] : [`  ${aws} \\`, `    ec2 stop-instances --instance-ids ${web}`]),
    '',
    `and see it healed:  ${self} incidents --watch`,
  ];
}

const realLines = (mode: Mode, self: string): readonly string[] => [
  modes[mode],
  `Events come in by POST /api/events. See what is wrong now:  ${self} sweep`,
];
const modes: Readonly<Record<Mode, string>> = {
  'dry-run': 'It shows what it would do and writes nothing, unless a rule of the policy file says otherwise.',
  copilot: 'It asks before it writes, unless a rule of the policy file says otherwise.',
  autopilot: 'It acts within the limits of the policy file.',
};

/** What a second `up` says. */
export function alreadyUp(running: UpFile | 'starting' | undefined, dataDir: string): string {
  if (running === undefined) return `Selfheal has just ended in ${dataDir}: try again.`;
  if (running === 'starting') return `Selfheal is just starting in ${dataDir}.`;
  const { world, pids } = running;
  const where = world.endpoint === null ? `account ${world.account}` : `the sandbox ${world.endpoint}`;
  return `Selfheal runs already in ${dataDir}, on ${where} (process ${pids.supervisor}).\n  Dashboard  ${signInUrl(running)}`;
}
