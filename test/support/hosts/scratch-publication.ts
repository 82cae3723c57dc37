/** A scratch publication in a temporary folder, and the command line on it, in this process. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { commandsFor } from '../../../functions/cli/commands/command-list.ts';
import { runCommandLine } from '../../../functions/cli/run.ts';
import type { Typed } from './command-line.ts';

const TEMPLATES = new URL('../../../templates', import.meta.url).pathname;

const PUBLICATION = `id: desk
title: The Desk
language: en
timezone: UTC
from: The Desk <editor@desk.example>
postalAddress: [The Desk, 1 High Street]
editors: [editor@desk.example]
topics:
  - { id: world, name: World }
newsletters:
  - { id: brief, name: Brief, kind: edited, default: true }
  - { id: daily, name: Daily, kind: digest, schedule: weekdays at 07:00 }
`;

const ARTICLE = `---
title: A bridge opens
date: 2026-11-20 07:00
topic: world
authors: [Ada Writer]
aliases: [old-bridge]
id: bridge
---

The bridge opened.

**Why it matters:** It is shorter.
`;

const EDITION = `---
newsletter: brief
subject: A bridge
preheader: It opens
items:
  - article: bridge
    as: whole
---

Good morning.

<!-- items -->

Until tomorrow.
`;

export type ScratchPublication = ReturnType<typeof openScratchPublication>;

/** The publication is complete: one article (`bridge`), one edition (`monday`). The test that opens one closes it. */
export function openScratchPublication() {
  const folder = mkdtempSync(join(tmpdir(), 'desk-'));
  symlinkSync(TEMPLATES, join(folder, 'templates'));
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  write('content/publication.yaml', PUBLICATION);
  write('content/articles/2026-11-20-bridge.md', ARTICLE);
  write('content/editions/monday.md', EDITION);

  async function type(
    words: readonly string[],
    about: { answer?: string; environment?: Record<string, string> } = {},
  ): Promise<Typed> {
    const said = { printed: '', complained: '' };
    const { answer } = about;
    const code = await runCommandLine(await commandsFor(words), words, {
      environment: { ...about.environment },
      cwd: folder,
      print: (text) => {
        said.printed += `${text}\n`;
      },
      complain: (text) => {
        said.complained += `${text}\n`;
      },
      ask: answer === undefined ? undefined : async () => answer,
    });
    return { code, ...said };
  }

  return {
    folder,
    type,
    write,
    read: (file: string) => readFileSync(join(folder, file), 'utf8'),
    /** Paths of all files and folders. */
    files: () => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort(),
    remove: (file: string) => rmSync(join(folder, file), { recursive: true }),
    /** The parsed output of a command with `--json`; its words are split at spaces. */
    async json<T>(line: string): Promise<T> {
      return JSON.parse((await type([...line.split(' '), '--json'])).printed) as T;
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
