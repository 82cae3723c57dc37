/** The configuration a call works under. Alone, because a command that opens nothing need not load what others open. */

import { type Config, readConfig } from '../wiring/config.ts';
import { besideServer } from '../wiring/local/last-server.ts';
import type { CommandCall } from './command.ts';

export const configOf = (call: CommandCall): Config =>
  besideServer(readConfig(call.environment, call.cwd), call.environment);
