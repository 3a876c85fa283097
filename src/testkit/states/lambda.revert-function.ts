import * as fc from 'fast-check';
import { list, type Model, object, still, unexpected } from './model.ts';

const role = (name: string): string => `arn:aws:iam::123456789012:role/${name}`;
const anySettings = fc.record({
  Handler: fc.constantFrom('index.handler', 'other.handler'),
  Runtime: fc.constant('nodejs22.x'),
  Role: fc.constantFrom(role('mail'), role('admin')),
  Timeout: fc.constantFrom(30, 1),
  MemorySize: fc.constantFrom(256, 128),
  Layers: fc.constantFrom([], ['arn:aws:lambda:eu-west-1:123456789012:layer:tools:1']),
});
const good = { Handler: 'index.handler', Runtime: 'nodejs22.x', Role: role('mail'), Timeout: 30, MemorySize: 256, Layers: [] };
const anyWeights = fc.constantFrom({}, { '2': 0.25 }, {});
const anyLive = fc
  .record({ version: fc.constantFrom('1', '2'), weights: anyWeights })
  .map((alias) => ({ name: 'live', ...alias, revision: 'r0' }));
const beta = { name: 'beta', version: '2', weights: {}, revision: 'r0' };
const mostly = <T>(usual: T, other: T) =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constant(other) });
const settled = fc.oneof({ weight: 1, arbitrary: fc.constant(good) }, { weight: 2, arbitrary: anySettings });
const rest = { code: mostly('sha-1', 'sha-2'), variables: mostly('digest-1', 'digest-2'), versions: mostly(['1', '2'], ['2']) };

const aliased = fc.record({ aliases: anyLive.map((alias) => [beta, alias]), settings: settled, ...rest }).map((running) => ({
  guarded: true,
  running,
  recorded: {
    aliases: [beta, { name: 'live', version: '1', weights: {}, revision: 'r9' }],
    settings: good,
    code: 'sha-1',
    variables: 'digest-1',
    versions: ['1', '2'],
  },
}));
const unpublished = fc.record({ aliases: fc.constant([]), settings: settled, ...rest }).map((running) => ({
  guarded: true,
  running,
  recorded: { aliases: [], settings: good, code: 'sha-1', variables: 'digest-1', versions: [] },
}));

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ function: 'mail' }),
    state: fc.oneof(
      { weight: 4, arbitrary: aliased },
      { weight: 4, arbitrary: unpublished },
      { weight: 1, arbitrary: fc.constant({ guarded: false }) },
    ),
  }),
  apply(state, call) {
    const { FunctionName, ...input } = object(call.input);
    const running = object(state.running);
    if (FunctionName !== 'mail') return unexpected(call);
    if (call.operation === 'updateFunctionConfiguration')
      return { ...state, running: { ...running, settings: { ...object(running.settings), ...input } } };
    if (call.operation !== 'updateAlias') return unexpected(call);
    const aliases = list(running.aliases)
      .map(object)
      .map((alias) => {
        if (alias.name !== input.Name) return alias;
        if (input.RevisionId !== alias.revision || !list(running.versions).includes(input.FunctionVersion ?? null)) return unexpected(call);
        const weights = object(input.RoutingConfig).AdditionalVersionWeights;
        return { ...alias, version: input.FunctionVersion, weights, revision: `r${Number(String(alias.revision).slice(1)) + 1}` };
      });
    return { ...state, running: { ...running, aliases } };
  },
  wait: still,
  beside: ({ guarded, running, recorded }) => {
    const { code, variables, versions, aliases, settings } = object(running ?? {});
    const others = list(aliases).filter((alias) => object(alias).name !== 'live');
    return { guarded, recorded, code, variables, versions, others, ...(list(aliases).length > 0 ? { settings } : {}) };
  },
};
