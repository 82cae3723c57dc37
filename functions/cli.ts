#!/usr/bin/env node
/** The command line: `npm run broadsheet -- <command>`. */
import { enableCompileCache } from 'node:module';

// Types are stripped and code compiled once, not by every command (`build`: 0.72 s became 0.31). npm's scripts name a folder
// for it beforehand, which keeps this very file too, and with that the stripper unloaded (0.07 s).
enableCompileCache();

const words = process.argv.slice(2);
const { commandsFor } = await import('./cli/commands/command-list.ts');
const { processTerminal, runCommandLine } = await import('./cli/run.ts');
process.exitCode = await runCommandLine(await commandsFor(words), words, processTerminal());
