import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { endNames, stageNames } from '#domain/incident.ts';
import { commands, lifecycle } from './lifecycle.ts';
import { toStateMachine } from './state-machine.ts';

const name = z.string().min(1).max(80);
const Catch = z
  .array(z.strictObject({ ErrorEquals: z.array(z.string()).min(1), ResultPath: z.string().startsWith('$.'), Next: name }))
  .min(1);
/** The parts of Amazon States Language (states-language.net/spec.html) that the machine uses, and nothing else. */
const State = z.discriminatedUnion('Type', [
  z
    .strictObject({
      Type: z.literal('Task'),
      Resource: z.string().startsWith('arn:aws:states:::'),
      TimeoutSeconds: z.int().positive().optional(),
      TimeoutSecondsPath: z.string().startsWith('$.').optional(),
      Retry: z
        .array(
          z.strictObject({
            ErrorEquals: z.array(z.string()).min(1),
            IntervalSeconds: z.int().positive(),
            BackoffRate: z.number().min(1),
            MaxAttempts: z.int().min(0),
          }),
        )
        .optional(),
      Catch,
      Parameters: z.strictObject({ FunctionName: z.string(), Payload: z.record(z.string(), z.string()) }),
      ResultSelector: z.record(z.string(), z.string()).optional(),
      ResultPath: z.string().startsWith('$.'),
      Next: name,
    })
    .refine((task) => (task.TimeoutSeconds === undefined) !== (task.TimeoutSecondsPath === undefined), 'a task has one time'),
  z.strictObject({
    Type: z.literal('Choice'),
    Choices: z
      .array(
        z
          .strictObject({
            Variable: z.string().startsWith('$.'),
            StringEquals: z.string().optional(),
            IsPresent: z.literal(true).optional(),
            Next: name,
          })
          .refine((choice) => (choice.StringEquals === undefined) !== (choice.IsPresent === undefined), 'a choice compares one thing'),
      )
      .min(1),
    Default: name,
  }),
  z.strictObject({ Type: z.literal('Wait'), SecondsPath: z.string().startsWith('$.'), Next: name }),
  z.strictObject({ Type: z.literal('Succeed') }),
  z.strictObject({ Type: z.literal('Fail'), Error: z.string(), Cause: z.string() }),
]);
type State = z.infer<typeof State>;
const Machine = z.strictObject({ StartAt: name, States: z.record(name, State) });

const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:selfheal';
const { StartAt, States } = Machine.parse(JSON.parse(JSON.stringify(toStateMachine(arn))));

const state = <T extends State['Type']>(id: string, type: T): Extract<State, { Type: T }> => {
  const found = States[id];
  if (found?.Type !== type) throw new Error(`${id} is ${found?.Type ?? 'not there'}, not ${type}`);
  return found as Extract<State, { Type: T }>;
};
const targets = (from: State): readonly string[] => [
  ...('Next' in from ? [from.Next] : []),
  ...('Default' in from ? [from.Default] : []),
  ...('Choices' in from ? from.Choices.map(({ Next }) => Next) : []),
  ...('Catch' in from ? from.Catch.map(({ Next }) => Next) : []),
];
/** Where an answer of the handler leads: the first choice that fits. */
const led = (id: string, out: Readonly<Record<string, unknown>>): string => {
  const { Choices, Default } = state(id, 'Choice');
  const said = (variable: string): unknown => out[variable.replace('$.result.out.', '')];
  return (
    Choices.find(({ Variable, StringEquals }) =>
      StringEquals === undefined ? said(Variable) !== undefined : said(Variable) === StringEquals,
    )?.Next ?? Default
  );
};

describe('the state machine', () => {
  test('has a task for every stage, an end for every end, and is closed: every target is a state, and every state is reached', () => {
    for (const stage of stageNames) expect(state(stage, 'Task').Next).toBe(`${stage}?`);
    for (const end of endNames) expect(States[end]).toEqual({ Type: 'Succeed' });
    const reached = new Set([StartAt]);
    for (const id of reached) {
      expect(States).toHaveProperty([id]);
      for (const target of targets(States[id] ?? { Type: 'Succeed' })) reached.add(target);
    }
    expect([...reached].toSorted()).toEqual(Object.keys(States).toSorted());
  });

  test('starts at the stage that it is given, also where a person’s command leads', () => {
    const start = state(StartAt, 'Choice');
    expect(start.Choices.map(({ StringEquals }) => StringEquals)).toEqual([...stageNames]);
    for (const { StringEquals, Next, Variable } of start.Choices) expect([Variable, Next]).toEqual(['$.stage', StringEquals]);
    for (const { to } of Object.values(commands)) expect(start.Choices.map(({ Next }) => Next)).toContain(to);
    expect(start.Default).toBe('abandoned');
  });

  test.each(stageNames)('%s goes exactly where the table says, fails where it says, and waits in its own state', (stage) => {
    const { to, failed } = lifecycle[stage];
    for (const target of new Set([...to, failed])) expect(led(`${stage}?`, { to: target })).toBe(target);
    const others = [...stageNames, ...endNames].filter((place) => place !== failed && !(to as readonly string[]).includes(place));
    for (const place of others) expect(led(`${stage}?`, { to: place })).toBe('abandoned');
    expect(led(`${stage}?`, { wait: 3 })).toBe(`${stage}~`);
    expect(state(`${stage}~`, 'Wait')).toEqual({ Type: 'Wait', SecondsPath: '$.result.out.wait', Next: stage });
  });

  test('parks only in approval, for as long as the answer has time, and comes back to it', () => {
    expect(led('approval?', { ask: 'h', within: 60 })).toBe('approval!');
    const choices = Object.values(States).flatMap((one) => ('Choices' in one ? one.Choices : []));
    expect(choices.filter(({ Variable }) => Variable.endsWith('.ask'))).toHaveLength(1);
    const parking = Object.entries(States).filter(([, one]) => 'Resource' in one && one.Resource.includes('waitForTaskToken'));
    expect(parking.map(([id]) => id)).toEqual(['approval!']);
    expect(state('approval!', 'Task')).toMatchObject({
      TimeoutSecondsPath: '$.result.out.within',
      Parameters: { FunctionName: arn, Payload: { 'incident.$': '$.incident', stage: 'approval', 'token.$': '$$.Task.Token' } },
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'approval' }],
      Next: 'approval',
    });
  });

  test('gives each stage its time and more, its name and the incident, and never loses the input', () => {
    for (const stage of stageNames) {
      const task = state(stage, 'Task');
      expect(task.TimeoutSeconds).toBeGreaterThan(lifecycle[stage].seconds);
      expect(task.Parameters).toEqual({ FunctionName: arn, Payload: { 'incident.$': '$.incident', stage } });
      expect(task.ResultPath).toBe('$.result');
      expect(task.Catch.map(({ Next }) => Next)).toEqual(['abandoned']);
    }
  });

  test('fails only where no stage answered', () => {
    expect(Object.entries(States).flatMap(([id, { Type }]) => (Type === 'Fail' ? [id] : []))).toEqual(['abandoned']);
  });
});
