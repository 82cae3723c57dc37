/** Finds the batch of a run that holds a given subscriber, by binary search over the id ranges. */
import type { Batch } from '../../domain/ledger/batch.ts';
import { ALPHABET, batchId, spanBounds, spanOf } from '../../domain/ledger/id-ranges.ts';
import type { Ledger } from '../../domain/ledger/ledger.ts';
import type { Run } from '../../domain/ledger/run.ts';

/**
 * Searches the run's first pass. A span of 10,000 subscribers takes about fifteen reads of one row. Returns undefined if the run was not
 * for this subscriber.
 */
export async function findBatch(
  ledger: Pick<Ledger, 'batch' | 'batches'>,
  run: Pick<Run, 'id' | 'spans'>,
  member: string,
): Promise<Batch | undefined> {
  const span = spanOf(member, run.spans);
  const at = (cursor: string) => ledger.batch({ run: run.id, id: batchId(1, span, cursor) });
  let found = await at(spanBounds(span, run.spans).after);
  // A batch holds the ascending ids after its cursor. Halving the id range ends at the last cursor before the wanted id.
  for (let high = placeNumberOf(member); found?.next !== undefined && found.next < member; ) {
    const middle = Math.floor((placeNumberOf(found.next) + high) / 2);
    if (middle <= placeNumberOf(found.next)) {
      found = await at(found.next);
      continue;
    }
    const after = batchId(1, span, placeTextOf(middle));
    const [ahead] = await ledger.batches({ run: run.id, after, limit: 1 });
    if (ahead?.id.startsWith(batchId(1, span, '')) && ahead.id < batchId(1, span, member)) found = ahead;
    else high = middle;
  }
  return found?.members.includes(member) ? found : undefined;
}

/** Leading characters of an id that count: 16 million places, more than a list has batches. */
const PLACE_CHARACTERS = 4;

const placeNumberOf = (id: string): number =>
  [...id.slice(0, PLACE_CHARACTERS).padEnd(PLACE_CHARACTERS, ALPHABET[0])].reduce(
    (sum, character) => sum * ALPHABET.length + ALPHABET.indexOf(character),
    0,
  );

const placeTextOf = (place: number): string =>
  Array.from(
    { length: PLACE_CHARACTERS },
    (_, i) => ALPHABET[Math.floor(place / ALPHABET.length ** (PLACE_CHARACTERS - 1 - i)) % ALPHABET.length]!,
  ).join('');
