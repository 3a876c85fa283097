import { z } from 'zod';
import { publicStatements } from '#catalogue/actions/policy-document.ts';
import { policyForm, type Statement, statementsOf } from '#catalogue/actions/policy-document-statements.ts';
import type { Call } from '#domain/call.ts';
import type { JsonObject } from '#domain/json.ts';
import { call, type Reader } from '#ports/cloud.ts';

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
    .map((statement) => call('lambda', 'addPermission', { FunctionName: name, Qualifier: before.qualifier, ...permission(statement) }));
}

/** A statement in the words of AddPermission, by which alone Lambda takes statements (API reference). */
function permission({ name, says }: Statement): { readonly StatementId: string; readonly Action: string; readonly Principal: string } {
  const { Action, Condition } = AsLambdaWrites.parse(says);
  const tests = Object.values(Condition).flatMap((test) => Object.entries(test));
  const named = (key: string): string | undefined => tests.find(([each]) => each.toLowerCase() === key)?.[1];
  const more: JsonObject = { SourceArn: named('aws:sourcearn'), SourceAccount: named('aws:sourceaccount') };
  return { StatementId: name, Action, Principal: '*', ...more };
}

const AsLambdaWrites = z.object({ Action: z.string(), Condition: z.record(z.string(), z.record(z.string(), z.string())).default({}) });
