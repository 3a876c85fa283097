import * as fc from 'fast-check';
import { list, type Model, object, still, unexpected } from './model.ts';

const ids = ['AKIAEXAMPLEEXAMPLE01', 'AKIAEXAMPLEEXAMPLE02'];
const age = fc.constantFrom(0, 30, 90, 91, 400);
const anyKey = (id: string) =>
  fc
    .record({ active: fc.boolean(), ageDays: age, used: fc.option(fc.constantFrom(0, 5, 24 * 7, 24 * 44, 24 * 45, 24 * 200)) })
    .map(({ active, ageDays, used }) => ({
      id,
      active,
      ageDays,
      idleHours: Math.min(ageDays * 24, used ?? ageDays * 24),
      ...(used === null ? {} : { service: 's3' }),
    }));

export const model: Model = {
  cases: fc.record({
    params: fc
      .record({ why: fc.constantFrom('unused', 'old', 'compromised'), id: fc.option(fc.constantFrom(...ids)) })
      .map(({ why, id }) => ({ userName: 'deploy', why, ...(why === 'compromised' && id !== null ? { accessKeyId: id } : {}) })),
    state: fc.record({
      keys: fc.tuple(...ids.map(anyKey)).chain((keys) => fc.constantFrom([], keys.slice(0, 1), keys, keys)),
    }),
  }),
  apply({ keys }, call) {
    const { UserName, AccessKeyId, Status } = object(call.input);
    if (call.operation !== 'updateAccessKey' || UserName !== 'deploy') return unexpected(call);
    return { keys: list(keys).map((key) => (object(key).id === AccessKeyId ? { ...object(key), active: Status === 'Active' } : key)) };
  },
  wait: still,
  beside: ({ keys }, { accessKeyId }) => list(keys).filter((key) => accessKeyId !== undefined && object(key).id !== accessKeyId),
};
