import * as fc from 'fast-check';
import { canonical, type JsonObject } from '#domain/json.ts';
import { type Model, object, unexpected } from './model.ts';

const mostly = fc.oneof({ weight: 19, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) });
const anyDocument = fc.record({ ours: mostly, version: fc.constantFrom('1', '4'), hash: fc.constant('4f1c2b') });
const anyRun = fc.constantFrom(
  undefined,
  { status: 'Success', output: 'active' },
  { status: 'InProgress', output: '' },
  { status: 'TimedOut', output: '' },
  { status: 'Success', output: '' },
  undefined,
);

interface Expected {
  readonly document: string;
  readonly params: JsonObject;
  readonly parameters: JsonObject;
}

/** Run Command on one instance whose alarm becomes quiet when the right command has run. */
export const commandModel = ({ document, params, parameters }: Expected): Model => ({
  cases: fc.record({
    params: fc.constant(params),
    state: fc
      .tuple(mostly, fc.constantFrom('Linux', 'Linux', 'Windows', 'Linux', 'Linux'), anyDocument, mostly, fc.boolean(), mostly, anyRun)
      .map(([online, platform, installed, there, ringing, ofInstance, last]) => ({
        online,
        platform,
        ...(there ? { document: installed } : {}),
        alarm: { ringing, ofInstance },
        ...(last === undefined ? {} : { last }),
      })),
  }),
  apply(state, call) {
    const { DocumentName, DocumentVersion, DocumentHash, Parameters } = object(call.input);
    const { version, hash } = object(state.document);
    const ours = call.operation === 'sendCommand' && DocumentName === document && DocumentVersion === version && DocumentHash === hash;
    if (!ours || canonical(Parameters) !== canonical(parameters)) return unexpected(call);
    return { ...state, last: { status: 'InProgress', output: '' } };
  },
  wait(state) {
    const { status } = object(state.last ?? {});
    if (status !== 'InProgress') return state;
    return { ...state, last: { status: 'Success', output: 'active' }, alarm: { ...object(state.alarm), ringing: false } };
  },
  beside: ({ online, platform, document: installed }) => ({ online, platform, document: installed }),
});
