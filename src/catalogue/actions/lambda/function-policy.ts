import { z } from 'zod';
import { publicStatements } from '#catalogue/actions/policy-document.ts';
import { policyForm, statementsOf } from '#catalogue/actions/policy-document-statements.ts';
import type { Call } from '#domain/call.ts';
import { call, type Reader } from '#ports/cloud.ts';
import { asPermission } from './permission-statement.ts';

/** The policy of a function, or of one of its aliases. */
export const FunctionPolicy = z.object({
  /** An alias; nothing for the function itself. */
  qualifier: z.string().optional(),
  document: z.string(),
  /** Changes with every change of the policy: a removal names the one that it saw. */
  revision: z.string(),
});
export type FunctionPolicy = z.infer<typeof FunctionPolicy>;

/** The policies of a function and of its aliases, those that there are. */
export async function readPolicies(reader: Reader, name: string): Promise<readonly FunctionPolicy[]> {
  const { Aliases = [] } = await reader.read('lambda', 'listAliases', { FunctionName: name });
  const qualifiers = [undefined, ...Aliases.flatMap(({ Name }) => Name ?? []).toSorted()];
  const policies = await Promise.all(
    qualifiers.map(async (qualifier) => {
      const found = await reader.find('lambda', 'getPolicy', { FunctionName: name, Qualifier: qualifier }, ['ResourceNotFoundException']);
      return found?.Policy === undefined ? [] : [{ qualifier, document: found.Policy, revision: found.RevisionId ?? '' }];
    }),
  );
  return policies.flat();
}

/** Removes the public statements one by one; the first removal of each policy is refused by AWS when the policy changed since it was read. */
export const removals = (name: string, { qualifier, document, revision }: FunctionPolicy): readonly Call[] =>
  publicStatements(document).map(({ name: StatementId }, index) =>
    call('lambda', 'removePermission', {
      FunctionName: name,
      StatementId,
      Qualifier: qualifier,
      RevisionId: index === 0 && revision !== '' ? revision : undefined,
    }),
  );

/** Adds the public statements of an earlier policy that the present one lacks. */
export function additions(name: string, before: FunctionPolicy, now: FunctionPolicy | undefined): readonly Call[] {
  const there = new Set(statementsOf(now?.document).map(({ text }) => policyForm(text)));
  return publicStatements(before.document)
    .filter(({ text }) => !there.has(policyForm(text)))
    .flatMap((statement) => asPermission(statement) ?? [])
    .map((permission) => call('lambda', 'addPermission', { FunctionName: name, Qualifier: before.qualifier, ...permission }));
}
