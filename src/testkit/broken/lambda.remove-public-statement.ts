import type { AddPermissionCommandInput } from '@aws-sdk/client-lambda';
import type { Json, JsonObject } from '#domain/json.ts';
import { allFunctionsBut, makeFunction } from './lambda-functions.ts';
import { type Absent, text, type Variant } from './variant.ts';

const isOpen = (statement: Json): boolean => String((Object(statement) as JsonObject).Sid).startsWith('open');
const neighbours: Variant['neighbours'] = (clients, params) =>
  allFunctionsBut(clients, text(params, 'function'), ({ statements, ...rest }) => ({
    ...rest,
    statements: (statements as readonly Json[]).filter((each) => !isOpen(each)),
  }));
const permit =
  (...permissions: Omit<AddPermissionCommandInput, 'FunctionName' | 'Action'>[]): Variant['break'] =>
  async ({ lambda }, params) => {
    for (const permission of permissions)
      await lambda.addPermission({ FunctionName: text(params, 'function'), Action: 'lambda:InvokeFunction', ...permission });
  };

export const variants: readonly Variant[] = [
  {
    title: 'everyone is let in beside a bucket',
    async setUp(clients) {
      const name = await makeFunction(clients, 'order-intake', { Tags: { owner: 'shop' } });
      await clients.lambda.addPermission({
        FunctionName: name,
        Action: 'lambda:InvokeFunction',
        StatementId: 'bucket',
        Principal: 's3.amazonaws.com',
        SourceArn: 'arn:aws:s3:::orders',
        SourceAccount: clients.site.account,
      });
      return { function: name };
    },
    break: permit({ StatementId: 'open', Principal: '*' }),
    neighbours,
  },
  {
    title: 'a function that had no policy is opened, beside one that is open to its organization',
    async setUp(clients) {
      const beside = await makeFunction(clients, 'shared');
      await clients.lambda.addPermission({
        FunctionName: beside,
        Action: 'lambda:InvokeFunction',
        StatementId: 'organization',
        Principal: '*',
        PrincipalOrgID: 'o-abcd123456',
      });
      return { function: await makeFunction(clients, 'mail') };
    },
    break: permit({ StatementId: 'open', Principal: '*' }),
    neighbours,
  },
  {
    title: 'two statements open it, one of them for topics of any account',
    async setUp(clients) {
      const name = await makeFunction(clients, 'resize', { Description: 'makes pictures small', Timeout: 30 });
      await permit({ StatementId: 'partner', Principal: '444455556666' })(clients, { function: name });
      return { function: name };
    },
    break: permit(
      { StatementId: 'open-1', Principal: '*' },
      { StatementId: 'open-2', Principal: '*', SourceArn: 'arn:aws:sns:*:*:pictures' },
    ),
    neighbours,
  },
];

export const absent: Absent = { id: 'no-such-function' };
