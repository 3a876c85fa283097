import * as fc from 'fast-check';
import type { JsonObject } from '#domain/json.ts';
import { list, type Model, object, unexpected } from './model.ts';

const site = { partition: 'aws', account: '123456789012', region: 'eu-west-1' };
const resource = 'arn:aws:lambda:eu-west-1:123456789012:function:mail';
const statement = (Sid: string, more: object): string =>
  JSON.stringify({
    Action: 'lambda:InvokeFunction',
    Effect: 'Allow',
    Principal: { Service: 'sns.amazonaws.com' },
    Resource: resource,
    Sid,
    ...more,
  });
const odd = statement('odd', { Principal: { AWS: ['111111111111', '222222222222'] } });
const plain = statement('topic', {});
const values = [{ of: 'MODE', digest: 'Yb1l0vNq3zC5t7X9aE2gKw' }];
const mostly = <T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(usual, ...others) });

const anyRecord = fc.record({
  status: fc.constant('Active'),
  kind: mostly('Zip', 'Image'),
  code: fc.constant('sha-1'),
  settings: fc.constantFrom(
    { Handler: 'index.handler', Runtime: 'nodejs22.x' },
    { Handler: 'index.handler', MemorySize: 512, Timeout: 30 },
  ),
  values: fc.constantFrom([], values),
  tags: fc.constantFrom({ 'selfheal:guarded': 'true' }, { 'selfheal:guarded': 'true', owner: 'shop' }),
  reserved: fc.constantFrom(null, 5),
  statements: fc.oneof({ weight: 12, arbitrary: fc.constantFrom<string[]>([], [plain]) }, { weight: 1, arbitrary: fc.constant([odd]) }),
  aliases: fc.oneof({ weight: 12, arbitrary: fc.constant<string[]>([]) }, { weight: 1, arbitrary: fc.constant(['live']) }),
});
const gone = fc
  .record({
    recorded: anyRecord,
    package: mostly<JsonObject>(
      { is: 'the same', version: 'v7' },
      { is: 'the same' },
      { is: 'another' },
      { is: 'missing' },
      { is: 'unproven' },
    ),
    copies: mostly(
      values.map((each) => ({ ...each, version: 3 })),
      [],
    ),
  })
  .map((state): JsonObject => ({ site, there: false, ...state }));
const there = fc
  .record({ recorded: anyRecord, made: fc.boolean(), status: mostly('Active', 'Pending') })
  .map(({ recorded, made, status }) => {
    const tags = made ? { ...recorded.tags, 'selfheal:recreated': 'true' } : recorded.tags;
    return { site, there: true, known: { ...recorded, tags, status, reserved: null, statements: [] as string[] }, tags, recorded };
  });
const healthy = anyRecord.map((known) => ({ site, there: true, known, tags: known.tags, recorded: known }));

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ function: 'mail', deleted: true }),
    state: fc.oneof(
      { weight: 5, arbitrary: gone },
      { weight: 2, arbitrary: there },
      { weight: 2, arbitrary: healthy },
      { weight: 1, arbitrary: fc.constantFrom<JsonObject>({ site, there: true }, { site, there: false }) },
    ),
  }),
  apply(state, call) {
    const { FunctionName, Code, Environment, Tags, ReservedConcurrentExecutions, ...input } = object(call.input);
    if (FunctionName !== 'mail') return unexpected(call);
    if (call.operation === 'deleteFunction') return { site, there: false, ...made(state) };
    const known = state.known === undefined ? undefined : object(state.known);
    if (call.operation === 'createFunction') {
      const same = object(Code).S3Bucket === 'selfheal-packages-123456789012-eu-west-1' && object(Code).S3Key === 'mail.zip';
      if (state.there === true || !same) return unexpected(call);
      const given = Object.entries(object(object(Environment ?? { Variables: {} }).Variables));
      const its = given.map(([of, value]) => ({ of, digest: object(object(value).sealed).digest }));
      const fresh = { status: 'Pending', kind: 'Zip', code: 'sha-1', settings: input, values: its, tags: Tags };
      const bare = { ...fresh, reserved: null, statements: [], aliases: [] };
      return {
        site,
        there: true,
        known: bare,
        tags: Tags,
        recorded: state.recorded,
        kept: { package: state.package, copies: state.copies },
      };
    }
    if (known?.status !== 'Active') return unexpected(call);
    if (call.operation === 'putFunctionConcurrency') return { ...state, known: { ...known, reserved: ReservedConcurrentExecutions } };
    if (call.operation !== 'addPermission' || input.StatementId !== 'topic' || input.Principal !== 'sns.amazonaws.com')
      return unexpected(call);
    return { ...state, known: { ...known, statements: [...list(known.statements), plain] } };
  },
  wait(state) {
    if (state.known === undefined) return state;
    const known = object(state.known);
    return { ...state, known: { ...known, status: known.status === 'Pending' ? 'Active' : known.status } };
  },
  beside: ({ recorded }) => recorded ?? null,
  comesBack: ({ there: was }) => was === false,
};

const made = ({ recorded, kept }: JsonObject): JsonObject => ({ recorded, ...object(kept ?? {}) });
