import * as fc from 'fast-check';
import { list, type Model, object, unexpected } from './model.ts';

const age = fc.constantFrom(0, 90, 91, 91, 400, 400);
const anyKey = (id: string) =>
  fc
    .record({ active: fc.constantFrom(true, true, true, false), ageDays: age, used: fc.constantFrom(0, 5, 24 * 7, 24 * 44) })
    .map(({ active, ageDays, used }) => ({ id, active, ageDays, idleHours: Math.min(ageDays * 24, used), service: 's3' }));
const holder = fc.oneof(
  { weight: 5, arbitrary: fc.record({ name: fc.constant('deploy/key'), rotates: fc.constant(true), pending: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constantFrom(undefined, { name: 'deploy/key', rotates: false, pending: false }) },
);

export const model: Model = {
  cases: fc.record({
    params: fc.constant({ userName: 'deploy' }),
    state: fc
      .record({
        keys: fc
          .tuple(anyKey('AKIAEXAMPLEEXAMPLE01'), anyKey('AKIAEXAMPLEEXAMPLE02'))
          .chain((keys) => fc.constantFrom([], keys.slice(0, 1), keys.slice(0, 1), keys.slice(0, 1), keys)),
        holder,
      })
      // It is looked up only for a key that has to be rotated.
      .map(({ keys, holder: found }) => (found !== undefined && rotates(keys) ? { keys, holder: found } : { keys })),
  }),
  apply(state, call) {
    if (call.operation !== 'rotateSecret' || object(call.input).SecretId !== 'deploy/key') return unexpected(call);
    return rotated(state);
  },
  // A rotation that is pending ends.
  wait: (state) => (state.holder !== undefined && object(state.holder).pending === true ? rotated(state) : state),
  beside: ({ keys }) => list(keys).filter((key) => object(key).id !== 'AKIAEXAMPLEEXAMPLE03'),
};

const rotates = (keys: readonly { readonly active: boolean; readonly ageDays: number }[]): boolean =>
  keys.some(({ active, ageDays }) => active && ageDays > 90) && !keys.some(({ active, ageDays }) => active && ageDays <= 90);

const rotated = ({ keys }: { readonly [name: string]: unknown }) => ({
  keys: [...(Array.isArray(keys) ? keys : []), { id: 'AKIAEXAMPLEEXAMPLE03', active: true, ageDays: 0, idleHours: 0 }],
});
