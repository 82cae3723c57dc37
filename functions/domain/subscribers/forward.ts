/** Forwards: where the links of a row lead after its person moved to another address. */

/** One row of the store. Who signs up again after an erasure is another row at the same address, told apart by its epoch. */
export type RowRef = { id: string; epoch: string };

/**
 * Which links of an earlier row lead on. `all`: unsubscribe, preferences and undo, for it is the same person. `unsubscribe`: that
 * alone, for the row was joined with one that somebody read already.
 */
export type Followed = 'all' | 'unsubscribe';

/** As the row knows it to which they lead. */
export type Forwarded = RowRef & { links: Followed };

export type Forward = { from: RowRef; to: RowRef; links: Followed };

/** A row of before there were epochs has none, and neither have its links. */
export const refOf = ({ id, epoch = '' }: { id: string; epoch?: string | undefined }): RowRef => ({
  id,
  epoch,
});

export const isSameRow = (a: RowRef, b: RowRef): boolean => a.id === b.id && a.epoch === b.epoch;

/** Moves of one person whose links are followed; the row that knows them stays small. */
const FORWARDS_KEPT = 64;

type Known = { id: string; epoch?: string | undefined; forwards?: readonly Forwarded[] | undefined };

/** What leads to `to` once `from` has moved there: all that led to either, and `from` itself. `dropped`: the oldest, when there are too many. */
export function forwardsAfter(
  to: Known,
  from: Known,
  links: Followed,
): { forwards: readonly Forwarded[]; dropped: readonly RowRef[] } {
  const narrowed = (all: readonly Forwarded[] = []): Forwarded[] =>
    links === 'all' ? [...all] : all.map((one) => ({ ...one, links }));
  const led = [...narrowed(from.forwards), { ...refOf(from), links }];
  const others = (to.forwards ?? []).filter((one) => !led.some((other) => isSameRow(one, other)));
  const all = [...others, ...led].filter((one) => !isSameRow(one, refOf(to)));
  return { forwards: all.slice(-FORWARDS_KEPT), dropped: all.slice(0, -FORWARDS_KEPT) };
}
