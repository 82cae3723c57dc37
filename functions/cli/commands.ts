/** Every command, in the order `--help` shows them. */
import { build, check } from './build.ts';
import type { Command } from './command.ts';
import { cancel, pause, resume } from './control.ts';
import { NEW } from './new.ts';
import { plan } from './plan.ts';
import { publish, withdraw } from './publish.ts';
import { rotate } from './rotate.ts';
import { send } from './send.ts';
import { serve } from './serve.ts';
import { status } from './status.ts';
import { SUBSCRIBER_LISTS } from './subscriber-lists.ts';
import { SUBSCRIBERS } from './subscribers.ts';
import { whoGotIt } from './who-got-it.ts';

export const COMMANDS: readonly Command[] = [
  serve,
  check,
  build,
  ...NEW,
  publish,
  withdraw,
  plan,
  send,
  status,
  pause,
  resume,
  cancel,
  whoGotIt,
  ...SUBSCRIBER_LISTS,
  ...SUBSCRIBERS,
  rotate,
];
