import type { ActionSummary } from '#ports/catalogue.ts';

/** A permission that actions declare and no test has seen AWS, or what stands for it, ask for. */
export interface Unproven {
  readonly permission: string;
  readonly why: string;
  /** True: the action's own calls are proven, and this is needed besides. */
  readonly exercised: boolean;
  /** Ids of the actions that declare it so. */
  readonly actions: readonly string[];
}

/** Why the emulator cannot judge what a call needs besides its own name (docs.aws.amazon.com/service-authorization/latest/reference, "dependent actions"). */
const besides: readonly (readonly [names: RegExp, why: string])[] = [
  [/^iam:PassRole$/, 'AWS asks for it when a call hands a role on to a service; the emulator hands on any role'],
  [/^kms:CreateGrant$/, 'AWS asks for it when a service is to go on using a key for us; the services of the emulator use no keys'],
  [/^kms:/, 'AWS asks for it when a service uses a key in our name; the services of the emulator use no keys'],
  [/^ssm:GetParameters?$/, 'the service reads the parameter in our name; the emulator resolves it without asking'],
  [/^logs:\w+LogDelivery$/, 'CloudWatch Logs asks for it when a service is made to deliver to it; the emulator delivers nothing'],
  [/^organizations:/, 'CloudTrail asks AWS Organizations in our name; the emulator does not'],
];
const otherwise = 'AWS asks for it besides the permission of the call itself; the emulator looks at the name of the call only';

/** Every permission that nothing proves, with why: what calls need besides their own names, and all of the actions that the emulator cannot exercise. */
export function unproven(actions: readonly ActionSummary[]): readonly Unproven[] {
  const found = actions.flatMap(({ id, permissions, exercised }) => {
    const { read, write, undo, dependent } = permissions;
    const needed = dependent.map((permission) => ({ id, permission, why: whyBesides(permission), exercised: true }));
    if ('on' in exercised) return needed;
    const why = `not exercised: ${exercised.not}`;
    const own = [...new Set([...read, ...write, ...undo])].map((permission) => ({ id, permission, why, exercised: false }));
    return [...needed, ...own];
  });
  return [...Map.groupBy(found, ({ permission, why }) => `${permission}|${why}`).values()]
    .flatMap((same) =>
      same
        .slice(0, 1)
        .map(({ permission, why, exercised }) => ({ permission, why, exercised, actions: same.map(({ id }) => id).toSorted() })),
    )
    .toSorted((a, b) => order(a).localeCompare(order(b)));
}

const whyBesides = (permission: string): string => besides.find(([names]) => names.test(permission))?.[1] ?? otherwise;
const order = ({ permission, why }: Unproven): string => `${permission}|${why}`;
