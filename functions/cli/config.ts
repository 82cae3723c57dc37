/** Reads the configuration of a call. In a file of its own, so that commands that open nothing load less code. */

import { type Config, readConfig } from '../wiring/config.ts';
import { useServerUrl } from '../wiring/local/last-server.ts';
import type { CommandCall } from './command.ts';

export const configOf = (call: CommandCall): Config =>
  useServerUrl(readConfig(call.environment, call.cwd), call.environment);
