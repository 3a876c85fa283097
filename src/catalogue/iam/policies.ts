import type { Site } from '#domain/resource-ref.ts';
import { arnPattern, splitDependent } from '#flow/remediation/scope.ts';
import type { ActionSummary } from '#ports/catalogue.ts';
import { narrower } from './narrower.ts';

/** One statement of an IAM policy. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export interface IamPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

/** The least that Selfheal needs for a set of actions, as policies that fit AWS's limit: to read, to write, and what it may never do. */
export interface LeastPrivilege {
  readonly read: readonly IamPolicy[];
  readonly write: readonly IamPolicy[];
  readonly deny: IamPolicy;
}

/** Characters of a managed policy without white space (docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html). */
const longestPolicy = 6_144;

/** Policies for these actions, in one account and region or, where absent, in all; `evidence` is what looking around an incident reads besides. */
export function leastPrivilege(
  actions: readonly ActionSummary[],
  place: Partial<Site> = {},
  evidence: readonly string[] = [],
): LeastPrivilege {
  return {
    read: packed([...readStatements(actions, place), ...evidenceStatement(evidence)]),
    write: packed([...writeStatements(actions, place), ...besides(actions, place)]),
    deny: { Version: '2012-10-17', Statement: ownThings(place) },
  };
}

/** What deciding reads besides resources: prices, which have no resource. */
const forDecisions = ['pricing:GetProducts'];

/** A permission, and the one place where the action needs it when that is not where its writes go. */
interface Needed {
  readonly name: string;
  readonly at?: readonly string[] | undefined;
}
const needed = ({ permissions: { at = {} } }: ActionSummary, names: readonly string[]): readonly Needed[] =>
  names.map((name) => ({ name, at: at[name] }));

/** Looking covers every resource of an account: `sweep` lists them, and observing follows them to their neighbours. */
function readStatements(actions: readonly ActionSummary[], place: Partial<Site>): readonly Statement[] {
  const reads = [...actions.flatMap((action) => needed(action, action.permissions.read)), ...forDecisions.map((name) => ({ name }))];
  const wide = reads.flatMap(({ name, at }: Needed) => (at === undefined ? [name] : []));
  const narrow = reads.filter(({ name, at }: Needed) => at !== undefined && !wide.includes(name));
  return [...grouped(wide).map(([service, names]) => anywhere(`Read${pascal(service)}`, names)), ...apart('ReadOnly', narrow, place)];
}

const anywhere = (Sid: string, names: readonly string[]): Statement => ({ Sid, Effect: 'Allow', Action: sorted(names), Resource: ['*'] });

/** A statement for all that is possible anywhere only, and one for each place that is narrower. */
function apart(sid: string, permissions: readonly Needed[], place: Partial<Site>): readonly Statement[] {
  const byPlace = Map.groupBy(permissions, ({ name, at }) => patterns(at ?? narrower[name] ?? ['*'], place).join(' '));
  return [...byPlace].map(([resources, its], index) => {
    const names = sorted(its.map(({ name }) => name));
    return { ...anywhere(resources === '*' ? sid : `${sid}${pascal(names[0] ?? '')}${index}`, names), Resource: resources.split(' ') };
  });
}

/** Apart from what actions need, so that it can be left out: what cannot be read is a gap in the evidence and stops nothing. */
const evidenceStatement = (names: readonly string[]): readonly Statement[] =>
  names.length === 0 ? [] : [{ Sid: 'Evidence', Effect: 'Allow', Action: sorted(names), Resource: ['*'] }];

/** Actions that are allowed on the same resources share a statement. */
function writeStatements(actions: readonly ActionSummary[], place: Partial<Site>): readonly Statement[] {
  const byResources = Map.groupBy(actions, ({ permissions }) => patterns(permissions.on, place).join(' '));
  return [...byResources.values()].flatMap((same): readonly Statement[] => {
    const names = same.flatMap((action) => [...action.permissions.write, ...action.permissions.undo, ...splitDependent(action)[0]]);
    if (same[0]?.permissions.on.includes('*') === true)
      return apart(
        pascal(same[0].id),
        names.map((name) => ({ name })),
        place,
      );
    return [
      {
        Sid: pascal(same[0]?.id ?? ''),
        Effect: 'Allow',
        Action: sorted(names),
        Resource: patterns(same[0]?.permissions.on ?? [], place),
      },
    ];
  });
}

const patterns = (templates: readonly string[], place: Partial<Site>): readonly string[] =>
  sorted(templates.map((template) => arnPattern(template, place, {})));

/** Roles that are handed on and keys that are used by a service of AWS: narrowed by who uses them, because no call names them. */
function besides(actions: readonly ActionSummary[], place: Partial<Site>): readonly Statement[] {
  const others = actions.flatMap((action) =>
    needed(action, splitDependent(action)[1]).map((each) => ({ ...each, service: principalOf(action.id) })),
  );
  const named = (wanted: (name: string) => boolean): readonly string[] =>
    sorted(others.flatMap(({ name }) => (wanted(name) ? [name] : [])));
  const services = (wanted: string): readonly string[] =>
    sorted(others.flatMap(({ name, service }) => (name === wanted ? hosts(place).map((host) => `${service}.${host}`) : [])));
  const arn = (template: string): readonly string[] => [arnPattern(template, place, {})];
  const keys = named((name) => name.startsWith('kms:') && name !== 'kms:CreateGrant');
  const rest = others.filter(({ name }) => !name.startsWith('kms:') && name !== 'iam:PassRole');
  const statements: readonly Statement[] = [
    {
      Sid: 'HandRolesOn',
      Effect: 'Allow',
      Action: named((name) => name === 'iam:PassRole'),
      Resource: arn('arn:{partition}:iam::{account}:role/*'),
      Condition: { StringEquals: { 'iam:PassedToService': services('iam:PassRole') } },
    },
    {
      Sid: 'KeysForServices',
      Effect: 'Allow',
      Action: named((name) => name === 'kms:CreateGrant'),
      Resource: arn('arn:{partition}:kms:{region}:{account}:key/*'),
      Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
    {
      Sid: 'KeysThroughServices',
      Effect: 'Allow',
      Action: keys,
      Resource: arn('arn:{partition}:kms:{region}:{account}:key/*'),
      Condition: { StringLike: { 'kms:ViaService': sorted(keys.flatMap(services)).map((service) => service.replace('.', '.*.')) } },
    },
    ...apart('NeededBesides', rest, place),
  ];
  return statements.filter(({ Action }) => Action.length > 0);
}

/** Selfheal never touches what it stands on: its roles and policies, its tables and buckets, the trails that record it, and the copies that owners keep for it. */
const ownThings = (place: Partial<Site>): readonly Statement[] => [
  {
    Sid: 'NeverOurOwn',
    Effect: 'Deny',
    Action: [
      'cloudtrail:DeleteTrail',
      'cloudtrail:StopLogging',
      'dynamodb:Delete*',
      'dynamodb:UpdateTable',
      'iam:*',
      'kms:DisableKey',
      'kms:ScheduleKeyDeletion',
      'lambda:*',
      's3:Delete*',
      's3:Put*',
      'sqs:*',
      'ssm:DeleteParameter*',
      'ssm:PutParameter',
      'states:*',
    ],
    Resource: [
      'arn:{partition}:cloudtrail:*:{account}:trail/selfheal*',
      'arn:{partition}:dynamodb:*:{account}:table/selfheal*',
      'arn:{partition}:iam::{account}:policy/selfheal*',
      'arn:{partition}:iam::{account}:role/selfheal*',
      'arn:{partition}:kms:*:{account}:alias/selfheal*',
      'arn:{partition}:lambda:*:{account}:function:selfheal*',
      'arn:{partition}:s3:::selfheal*',
      'arn:{partition}:sqs:*:{account}:selfheal*',
      'arn:{partition}:ssm:*:{account}:parameter/selfheal/*',
      'arn:{partition}:states:*:{account}:stateMachine:selfheal*',
    ].map((template) => arnPattern(template, place, {})),
  },
];

/** As few policies as hold the statements, in order. */
function packed(statements: readonly Statement[]): readonly IamPolicy[] {
  const policies: Statement[][] = [];
  for (const statement of statements) {
    const last = policies.at(-1);
    if (last !== undefined && lengthOf([...last, statement]) <= longestPolicy) last.push(statement);
    else policies.push([statement]);
  }
  return policies.map((Statement) => ({ Version: '2012-10-17', Statement }));
}

const lengthOf = (Statement: readonly Statement[]): number => JSON.stringify({ Version: '2012-10-17', Statement }).length;

const grouped = (names: readonly string[]): readonly (readonly [service: string, names: readonly string[]])[] => [
  ...Map.groupBy(sorted(names), (name) => name.split(':')[0] ?? name),
];

/** How services end by which they are known: those of China have names of their own for some, and the usual ones for others. */
const hosts = ({ partition = 'aws-cn' }: Partial<Site>): readonly string[] =>
  partition === 'aws-cn' ? ['amazonaws.com', 'amazonaws.com.cn'] : ['amazonaws.com'];

/** The service that an action is about, as its principal begins. */
const principalOf = (id: string): string => {
  const service = id.split('.')[0] ?? id;
  return principals[id] ?? principals[service] ?? service;
};
const principals: Readonly<Record<string, string>> = {
  elbv2: 'elasticloadbalancing',
  eventbridge: 'events',
  logs: 'delivery.logs',
  'ec2.enable-flow-logs': 'vpc-flow-logs',
  'ec2.restore-flow-log': 'vpc-flow-logs',
};

const pascal = (text: string): string => text.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase());
const sorted = (names: readonly string[]): readonly string[] => [...new Set(names)].toSorted();
