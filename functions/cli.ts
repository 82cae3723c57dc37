#!/usr/bin/env node
/** The command line: `npm run broadsheet -- <command>`. */
import { COMMANDS } from './cli/commands.ts';
import { processTerminal, runCommandLine } from './cli/run.ts';

process.exitCode = await runCommandLine(COMMANDS, process.argv.slice(2), processTerminal());
