import { defineScenario } from '#catalogue/define-scenario.ts';
import { instanceState, runningInstance } from './parts.ts';

export const ec2StatusCheckFailed = defineScenario({
  id: 'ec2-status-check-failed',
  title: 'An alarm says that an instance fails its status check',
  action: 'ec2.reboot-instance',
  resource: 'AWS::EC2::Instance',
  ends: 'healed',
  policy: undefined,
  exercised: { not: 'the emulator cannot fail a status check: the alarm rings, but the instance is healthy' },
  setup: runningInstance,
  async break(hands, id) {
    const AlarmName = `status-${id}`;
    await hands.do('cloudwatch', 'putMetricAlarm', {
      AlarmName,
      Namespace: 'AWS/EC2',
      MetricName: 'StatusCheckFailed_Instance',
      Dimensions: [{ Name: 'InstanceId', Value: id }],
      Statistic: 'Maximum',
      Period: 60,
      EvaluationPeriods: 2,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    });
    await hands.do('cloudwatch', 'setAlarmState', { AlarmName, StateValue: 'ALARM', StateReason: 'drill' });
  },
  async expect(hands, id) {
    const state = await instanceState(hands, id);
    return state === 'running' ? undefined : `it is ${state}`;
  },
});
