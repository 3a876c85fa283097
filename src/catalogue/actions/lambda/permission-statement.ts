import { z } from 'zod';
import type { Statement } from '#catalogue/actions/policy-document-statements.ts';

/** Conditions that AddPermission writes, by the name of the field that asks for them (API reference of AddPermission). */
const fields = {
  'aws:principalorgid': 'PrincipalOrgID',
  'aws:sourceaccount': 'SourceAccount',
  'aws:sourcearn': 'SourceArn',
  'lambda:eventsourcetoken': 'EventSourceToken',
  'lambda:functionurlauthtype': 'FunctionUrlAuthType',
} as const;

const AsLambdaWrites = z.object({
  Effect: z.literal('Allow'),
  Action: z.string(),
  Principal: z.union([z.string(), z.strictObject({ AWS: z.string() }), z.strictObject({ Service: z.string() })]),
  Condition: z.record(z.string(), z.record(z.string(), z.string())).default({}),
});

/** A statement in the words of AddPermission, by which alone Lambda takes statements. */
export interface Permission {
  readonly StatementId: string;
  readonly Action: string;
  readonly Principal: string;
  readonly SourceArn?: string;
  readonly SourceAccount?: string;
  readonly EventSourceToken?: string;
  readonly PrincipalOrgID?: string;
  readonly FunctionUrlAuthType?: 'NONE' | 'AWS_IAM';
}

/** Nothing for a statement that Lambda itself would not write: it would come out wider or narrower than it was. */
export function asPermission({ name, says }: Statement): Permission | undefined {
  const { data } = AsLambdaWrites.safeParse(says);
  if (data === undefined) return undefined;
  const tests = Object.values(data.Condition).flatMap((test) => Object.entries(test));
  const named = tests.map(([key, value]) => [new Map<string, string>(Object.entries(fields)).get(key.toLowerCase()), value] as const);
  if (named.some(([field]) => field === undefined)) return undefined;
  const { Action, Principal } = data;
  const who = typeof Principal === 'string' ? Principal : 'AWS' in Principal ? Principal.AWS : Principal.Service;
  return { StatementId: name, Action, Principal: who, ...Object.fromEntries(named) };
}
