import type { Operation, Service } from '#ports/cloud.ts';

/** IAM actions by the SDK's operation name; what a call needs besides, depending on its input, an action declares as `dependent`. */
export type IamTable<S extends Service> = { readonly [O in Operation<S>]?: readonly string[] };
