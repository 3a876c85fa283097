import type { JsonObject } from '#domain/json.ts';

/** A policy document as text, laid out as its writer likes it. */
export const policyText = (statements: readonly JsonObject[], space?: number): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements }, undefined, space);

/** A statement; for everyone when it names nobody. */
export const allow = (Sid: string, Action: string, Resource: string, more: JsonObject = {}): JsonObject => ({
  Sid,
  Effect: 'Allow',
  Principal: '*',
  Action,
  Resource,
  ...more,
});

export const partner: JsonObject = { Principal: { AWS: 'arn:aws:iam::210987654321:root' } };

/** The statements of a document but for those whose Sid begins with `open`, and those that AWS puts there by itself. */
export function withoutOpen(policy: string | undefined): readonly JsonObject[] {
  const { Statement }: { readonly Statement: readonly JsonObject[] } = JSON.parse(policy || '{"Statement":[]}');
  return Statement.filter(({ Sid }) => !/^(open|__default)/.test(String(Sid)));
}
