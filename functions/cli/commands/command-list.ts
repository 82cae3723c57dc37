/** Lists every command, by the first word of its name, in the order that `--help` shows. */
import type { Command } from '../command.ts';

/** Lazy loading: a command loads its own code only. */
const GROUPS: Readonly<Record<string, () => Promise<readonly Command[]>>> = {
  serve: async () => [(await import('./serve.ts')).serve],
  check: async () => [(await import('./build.ts')).check],
  build: async () => [(await import('./build.ts')).build],
  new: async () => (await import('./new.ts')).NEW,
  publish: async () => [(await import('./publish.ts')).publish],
  withdraw: async () => [(await import('./publish.ts')).withdraw],
  plan: async () => [(await import('./plan.ts')).plan],
  send: async () => [(await import('./send.ts')).send],
  status: async () => [(await import('./status.ts')).status],
  pause: async () => [(await import('./control.ts')).pause],
  resume: async () => [(await import('./control.ts')).resume],
  cancel: async () => [(await import('./control.ts')).cancel],
  'who-got-it': async () => [(await import('./who-got-it.ts')).whoGotIt],
  report: async () => [(await import('./report.ts')).report],
  cost: async () => [(await import('./cost.ts')).cost],
  doctor: async () => [(await import('./doctor.ts')).doctor],
  subscribers: async () => [
    ...(await import('./subscriber-lists.ts')).SUBSCRIBER_LISTS,
    ...(await import('./subscribers.ts')).SUBSCRIBERS,
    ...(await import('./subscriber-change.ts')).SUBSCRIBER_CHANGE,
    ...(await import('./subscriber-remarks.ts')).SUBSCRIBER_REMARKS,
  ],
  rotate: async () => [(await import('./rotate.ts')).rotate],
};

export const allCommands = async (): Promise<readonly Command[]> =>
  (await Promise.all(Object.values(GROUPS).map((load) => load()))).flat();

/** The commands that a command line may mean: those of its first word, or all if no command begins with that word. */
export function commandsFor([first = '']: readonly string[]): Promise<readonly Command[]> {
  const load = Object.hasOwn(GROUPS, first) ? GROUPS[first] : undefined;
  return load ? load() : allCommands();
}
