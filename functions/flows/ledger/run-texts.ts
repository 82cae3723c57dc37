/** Lists the texts of a run, and tells which of them a copy had. A run has one text, unless it was resumed with the current one. */
import { type Batch, letterOf } from '../../domain/ledger/batch.ts';
import type { Run, RunText } from '../../domain/ledger/run.ts';
import { loadLetter } from '../letters/frozen-letters.ts';
import type { DeliveryPorts } from './delivery-ports.ts';
import { readBatches } from './plan-pass.ts';

type TextPorts = Pick<DeliveryPorts, 'ledger'> & Partial<Pick<DeliveryPorts, 'blobs'>>;

/** The texts in order of time. A run of an earlier version names its newest only; the others are read from its batches. */
export async function readRunTexts(ports: TextPorts, run: Run): Promise<readonly RunText[]> {
  if (run.texts !== undefined) return run.texts;
  const since = new Map<string, number>();
  for await (const { letter, startedAt } of readBatches(ports, run.id))
    if (letter !== undefined) since.set(letter, Math.min(since.get(letter) ?? startedAt, startedAt));
  if (run.letter !== undefined && !since.has(run.letter)) since.set(run.letter, Number.POSITIVE_INFINITY);
  const letters = [...since].sort(
    ([a, x], [b, y]) => Number(a === run.letter) - Number(b === run.letter) || x - y,
  );
  return Promise.all(
    letters.map(async ([letter, at]) => ({
      letter,
      subject: letter === run.letter ? run.subject : await readSubject(ports, letter),
      since: Number.isFinite(at) ? at : run.createdAt,
    })),
  );
}

/** The texts that copies may have: none if no copy was planned, as of a held run or one that was stopped before it began. */
export async function readTextsInUse(ports: TextPorts, run: Run): Promise<readonly RunText[]> {
  const { batches } = await ports.ledger.counts(run.id);
  return batches > 0 ? readRunTexts(ports, run) : [];
}

const readSubject = async ({ blobs }: TextPorts, letter: string): Promise<string> =>
  blobs === undefined
    ? ''
    : loadLetter(blobs, letter).then(
        ({ subject }) => subject,
        () => '',
      );

/** The text of a copy, counted from 1. */
export type TextOfCopy = {
  text: number | undefined;
  /** The text of the second attempt, if it was another one. */
  textAgain?: number;
  /** Set for runs of earlier versions, whose batches name their first text only: the copy may have a later one. */
  orLater?: true;
};

export function findTextOfCopy(
  batch: Batch,
  position: number,
  run: Run,
  texts: readonly RunText[],
): TextOfCopy {
  const findNumber = (attempt: 1 | 2): number | undefined => {
    const letter = letterOf(batch, position, attempt);
    const at = texts.findIndex((text) => text.letter === letter);
    return at < 0 ? undefined : at + 1;
  };
  const [first, second] = [findNumber(1), findNumber(2)];
  const isUnsure = run.texts === undefined && first !== undefined && first < texts.length;
  return {
    text: first,
    ...(second !== undefined && second !== first && { textAgain: second }),
    ...(isUnsure && { orLater: true as const }),
  };
}
