/** Corrections owed to readers: the next letter of each newsletter that carried an article prints what was wrong in it. */
import type { Correction, Entry } from '../domain/article.ts';
import { DAY } from '../domain/instant.ts';
import type { DeliveryPorts } from './delivery-ports.ts';
import type { View } from './view.ts';

export type Owed = { entry: Entry; correction: Correction };

/** Who reads a letter of a year ago again? Corrections of what was carried longer ago are on the page alone. */
const RUNS_BACK = 60;
const AGE = 90 * DAY;

const key = (newsletter: string): string => `corrected/${newsletter}`;
const mark = ({ entry, correction }: Owed): string =>
  `${entry.id} ${correction.date} ${correction.text.length}`;

async function printed({ ledger }: Pick<DeliveryPorts, 'ledger'>, newsletter: string): Promise<string[]> {
  return JSON.parse((await ledger.memory(key(newsletter))) ?? '[]') as string[];
}

/** Of articles that earlier runs carried as they were before the correction; `except`: the run being made. */
export async function outstanding(
  ports: Pick<DeliveryPorts, 'ledger'>,
  view: View,
  newsletter: string,
  except: string,
): Promise<Owed[]> {
  const runs = await ports.ledger.runs({ newsletter, limit: RUNS_BACK });
  const done = new Set(await printed(ports, newsletter));
  const owed = new Map<string, Owed>();
  for (const run of runs) {
    if (run.id === except || run.letter === undefined || run.createdAt < view.now - AGE) continue;
    for (const article of run.articles) {
      const found = await view.byId(article);
      if (found?.kind !== 'visible') continue;
      for (const correction of found.entry.corrections) {
        const one = { entry: found.entry, correction };
        if (correction.date > run.createdAt && !done.has(mark(one))) owed.set(mark(one), one);
      }
    }
  }
  return [...owed.values()];
}

/** After the run that prints them is there: better said twice than never. */
export async function markPrinted(
  ports: Pick<DeliveryPorts, 'ledger'>,
  newsletter: string,
  owed: readonly Owed[],
): Promise<void> {
  if (owed.length === 0) return;
  const marks = [...(await printed(ports, newsletter)), ...owed.map(mark)].slice(-500);
  await ports.ledger.remember(key(newsletter), JSON.stringify(marks));
}
