/** The batch of a run that holds one reader, found without reading the others. */
import type { Batch } from '../../domain/ledger/batch.ts';
import { ALPHABET, batchId, spanBounds, spanOf } from '../../domain/ledger/id-ranges.ts';
import type { Ledger } from '../../domain/ledger/ledger.ts';
import type { Run } from '../../domain/ledger/run.ts';

/** Of the run's own pass. A span of 10,000 readers takes some fifteen reads of one row. undefined: it was not for them. */
export async function findBatch(
  ledger: Pick<Ledger, 'batch' | 'batches'>,
  run: Pick<Run, 'id' | 'spans'>,
  member: string,
): Promise<Batch | undefined> {
  const span = spanOf(member, run.spans);
  const at = (cursor: string) => ledger.batch({ run: run.id, id: batchId(1, span, cursor) });
  let found = await at(spanBounds(span, run.spans).after);
  // Batches hold ascending ids, each those after its cursor: halving the space of ids ends at the last cursor before the reader's.
  for (let high = numberOf(member); found?.next !== undefined && found.next < member; ) {
    const middle = Math.floor((numberOf(found.next) + high) / 2);
    if (middle <= numberOf(found.next)) {
      found = await at(found.next);
      continue;
    }
    const after = batchId(1, span, textOf(middle));
    const [ahead] = await ledger.batches({ run: run.id, after, limit: 1 });
    if (ahead?.id.startsWith(batchId(1, span, '')) && ahead.id < batchId(1, span, member)) found = ahead;
    else high = middle;
  }
  return found?.members.includes(member) ? found : undefined;
}

/** So many characters of an id are its place among the others: 16 million places, and a list has fewer batches. */
const PLACES = 4;

const numberOf = (id: string): number =>
  [...id.slice(0, PLACES).padEnd(PLACES, ALPHABET[0])].reduce(
    (sum, character) => sum * ALPHABET.length + ALPHABET.indexOf(character),
    0,
  );

const textOf = (place: number): string =>
  Array.from(
    { length: PLACES },
    (_, i) => ALPHABET[Math.floor(place / ALPHABET.length ** (PLACES - 1 - i)) % ALPHABET.length]!,
  ).join('');
