import { ends, lifecycle } from './lifecycle.ts';

/**
 * The lifecycle as an AWS Step Functions machine (Amazon States Language, JSONPath): one task a stage, one choice behind it,
 * one wait per stage. Input `{ incident, stage }`: it starts at the stage that it is given. Times are seconds.
 */
export function toStateMachine(handlerArn: string): { readonly StartAt: string; readonly States: Readonly<Record<string, object>> } {
  const stages = Object.keys(lifecycle);
  const states: Record<string, object> = {
    start: {
      Type: 'Choice',
      Choices: stages.map((stage) => ({ Variable: '$.stage', StringEquals: stage, Next: stage })),
      Default: 'abandoned',
    },
  };
  for (const [stage, { seconds, to, failed }] of Object.entries(lifecycle)) {
    const payload = { 'incident.$': '$.incident', stage };
    states[stage] = {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      TimeoutSeconds: seconds + 30,
      Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, BackoffRate: 2, MaxAttempts: 5 }],
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'abandoned' }],
      Parameters: { FunctionName: handlerArn, Payload: payload },
      ResultSelector: { 'out.$': '$.Payload' },
      ResultPath: '$.result',
      Next: `${stage}?`,
    };
    states[`${stage}?`] = {
      Type: 'Choice',
      Choices: [
        { Variable: '$.result.out.wait', IsPresent: true, Next: `${stage}~` },
        ...(stage === 'approval' ? [{ Variable: '$.result.out.ask', IsPresent: true, Next: 'approval!' }] : []),
        ...[...new Set<string>([...to, failed])].map((next) => ({ Variable: '$.result.out.to', StringEquals: next, Next: next })),
      ],
      Default: 'abandoned',
    };
    states[`${stage}~`] = { Type: 'Wait', SecondsPath: '$.result.out.wait', Next: stage };
  }
  states['approval!'] = {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    TimeoutSecondsPath: '$.result.out.within',
    Parameters: { FunctionName: handlerArn, Payload: { 'incident.$': '$.incident', stage: 'approval', 'token.$': '$$.Task.Token' } },
    ResultPath: '$.answer',
    Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'approval' }],
    Next: 'approval',
  };
  for (const end of Object.keys(ends)) states[end] = { Type: 'Succeed' };
  states.abandoned = {
    Type: 'Fail',
    Error: 'StageNeverAnswered',
    Cause: 'the store holds the truth: a watchdog starts the incident again where it stands',
  };
  return { StartAt: 'start', States: states };
}
