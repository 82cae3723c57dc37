/** The server as people run it, and how far it has got, read from its file without a word to it. */

import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import type { Carrier } from './carriers.ts';
import { type Paper, RUN } from './paper.ts';
import { type Place, type Started, startCommand } from './process.ts';

export type Standing = { state: string | undefined; reason: string; open: number };

export function standingOf({ dataDir }: Place): Standing {
  const db = new DatabaseSync(join(dataDir, 'broadsheet.db'), { readOnly: true, timeout: 10_000 });
  try {
    const run = db.prepare('SELECT state, reason FROM runs WHERE id = ?').get(RUN);
    const { open } = db.prepare('SELECT count(*) AS open FROM batches WHERE closed = 0').get()!;
    return { state: run?.state as string | undefined, reason: String(run?.reason ?? ''), open: Number(open) };
  } finally {
    db.close();
  }
}

/** The run is over, and nothing is left open in it or beside it. */
export const isOver = ({ state, open }: Standing): boolean => state === 'done' && open === 0;

/** A DATA_DIR of its own for a carrier. */
export const placeFor = (paper: Paper, { environment }: Carrier): Place => ({
  folder: paper.folder,
  dataDir: paper.copy(),
  environment: { PORT: '0', ...environment },
});

/** With `--send`: what is due goes, whoever carries it. */
export const serve = (place: Place): Started => startCommand(place, 'serve', '--published', '--send');

/** How long it took, in milliseconds; undefined: it was not so within `patience`. Throws if the server ends. */
export async function until(
  place: Place,
  server: Started,
  isSo: (standing: Standing) => boolean,
  patience: number,
): Promise<number | undefined> {
  const began = performance.now();
  for (; performance.now() - began < patience; await setTimeout(10)) {
    if (!server.isRunning()) throw new Error(`The server ended: ${server.output()}`);
    if (isSo(standingOf(place))) return performance.now() - began;
  }
  return undefined;
}
