import type { Command } from './command.ts';

/** A command before it is loaded. */
export interface CommandEntry {
  readonly summary: string;
  load(): Promise<Command>;
}

/** Every command, in the order of the help; only the one that is asked for is loaded. */
export const commands: Readonly<Record<string, CommandEntry>> = {
  up: {
    summary: 'start the sandbox (or take a real account), the engine and the dashboard',
    load: async () => (await import('./commands/up.ts')).up,
  },
  incidents: { summary: 'list incidents, newest first', load: async () => (await import('./commands/incidents.ts')).incidents },
  show: { summary: 'tell the whole story of an incident', load: async () => (await import('./commands/show.ts')).show },
  approve: { summary: 'say yes to the plan of an incident', load: async () => (await import('./commands/approve.ts')).approve },
  reject: { summary: 'say no to the plan of an incident', load: async () => (await import('./commands/reject.ts')).reject },
  snooze: { summary: 'put a question off: it is asked again later', load: async () => (await import('./commands/snooze.ts')).snooze },
  rollback: { summary: 'undo a heal', load: async () => (await import('./commands/rollback.ts')).rollback },
  retry: { summary: 'start an escalated incident again', load: async () => (await import('./commands/retry.ts')).retry },
  stop: { summary: 'stop all writes at once, until "resume"', load: async () => (await import('./commands/stop.ts')).stop },
  resume: { summary: 'allow writes again', load: async () => (await import('./commands/resume.ts')).resume },
  ingest: { summary: 'send events from files through the whole loop', load: async () => (await import('./commands/ingest.ts')).ingest },
  triage: {
    summary: 'score every event of files, with the reasons; changes nothing',
    load: async () => (await import('./commands/triage.ts')).triage,
  },
  replay: {
    summary: 'the time machine: what a policy would have done with the history in files',
    load: async () => (await import('./commands/replay.ts')).replay,
  },
  policy: { summary: 'is the policy sound, and why did it decide so', load: async () => (await import('./commands/policy.ts')).policy },
  channels: {
    summary: 'how people and programs are told, and whether it works',
    load: async () => (await import('./commands/channels.ts')).channels,
  },
  sweep: { summary: 'look for what is wrong now, without events', load: async () => (await import('./commands/sweep.ts')).sweep },
  simulate: { summary: 'break one thing in the sandbox and watch', load: async () => (await import('./commands/simulate.ts')).simulate },
  drill: {
    summary: 'run every scenario in a fresh sandbox: who healed, was anything harmed',
    load: async () => (await import('./commands/drill.ts')).drill,
  },
  actions: { summary: 'what Selfheal can do', load: async () => (await import('./commands/actions.ts')).actions },
  iam: { summary: 'the least-privilege policies for a set of actions', load: async () => (await import('./commands/iam.ts')).iam },
  detections: { summary: 'what Selfheal looks for', load: async () => (await import('./commands/detections.ts')).detections },
  runbooks: {
    summary: 'what to do about what you see: list, read and search runbooks',
    load: async () => (await import('./commands/runbooks.ts')).runbooks,
  },
  eval: {
    summary: 'how right rules and models are about labelled cases',
    load: async () => (await import('./commands/eval.ts')).evaluateCases,
  },
  pattern: {
    summary: 'hold EventBridge patterns against events, in bulk',
    load: async () => (await import('./commands/pattern.ts')).pattern,
  },
  doctor: { summary: 'check what is installed, reachable and permitted', load: async () => (await import('./commands/doctor.ts')).doctor },
};
