/** A paper with many readers and one edition that is due: data to copy, run and kill, as often as one likes. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { formatRfc3339, SECOND } from '../../../functions/domain/time/instant.ts';
import { subscribe } from '../../../functions/flows/subscribers/subscribe.ts';
import type { LocalParts } from '../../../functions/wiring/local/local.ts';
import { collectSubscriberPorts } from '../../../functions/wiring/local/subscribers.ts';
import { firstTick } from '../../support/builders/first-tick.ts';
import { openScratchPublication } from '../../support/hosts/scratch-publication.ts';

export const RUN = 'e_monday';

/** One newsletter, which nothing but its edition sets going, whatever the day and the hour. */
const PUBLICATION = `id: torture
title: The Torture
language: en
timezone: UTC
from: The Torture <editor@torture.example>
postalAddress: [The Torture, 1 High Street]
editors: [editor@torture.example]
topics:
  - { id: world, name: World }
newsletters:
  - { id: brief, name: Brief, kind: edited, default: true }
`;

export type Paper = {
  /** Where its content, its templates and its programs are at home. */
  folder: string;
  readers: readonly string[];
  /** A DATA_DIR of its own: the readers are there, the edition is due, nothing has happened. */
  copy(): string;
  close(): void;
};

/** Each is owed a confirmation. */
export const NEWCOMERS = ['newcomer-1@reader.example', 'newcomer-2@reader.example'];

export const addressOf = (n: number): string => `reader-${n}@reader.example`;

/** Whoever opens one closes it; its copies go with it. */
export async function openPaper(count: number): Promise<Paper> {
  const desk = openScratchPublication();
  const copies: string[] = [];
  const readers = Array.from({ length: count }, (_, n) => addressOf(n));
  const type = async (...words: string[]) => {
    const { code, complained } = await desk.type(words);
    if (code !== 0) throw new Error(complained);
  };
  desk.write('content/publication.yaml', PUBLICATION);
  await type('publish');
  writeFileSync(join(desk.folder, 'readers.csv'), `email\n${readers.join('\n')}\n`);
  await type('subscribers', 'import', join(desk.folder, 'readers.csv'), '--yes');
  await firstTick(join(desk.folder, '.data'), signUp);
  // To the second, and after the tick.
  const due = Math.ceil(Date.now() / SECOND) * SECOND;
  const edition = readFileSync(join(desk.folder, 'content/editions/monday.md'), 'utf8');
  desk.write(
    'content/editions/monday.md',
    edition.replace('items:', `sendAt: ${formatRfc3339(due)}\nitems:`),
  );
  await type('publish');
  await setTimeout(Math.max(0, due - Date.now()));
  return {
    folder: desk.folder,
    readers,
    copy() {
      const dataDir = mkdtempSync(join(tmpdir(), 'torture-'));
      copies.push(dataDir);
      cpSync(join(desk.folder, '.data'), dataDir, { recursive: true });
      return dataDir;
    },
    close() {
      for (const dataDir of copies) rmSync(dataDir, { recursive: true, force: true });
      desk.close();
    },
  };
}

/** Who signs up waits for their confirmation. */
async function signUp(local: LocalParts): Promise<void> {
  for (const email of NEWCOMERS) {
    const chosen = { newsletters: ['brief'], topics: [], client: '127.0.0.1', source: 'form', form: '' };
    await subscribe(collectSubscriberPorts(local), { email, ...chosen });
  }
}
