/** Forwards (redirects): the row to which the links of an older row lead after a change of address. */

/** Names one row. A sign-up after an erasure makes another row with the same id (that of the address) and another epoch. */
export type RowRef = { id: string; epoch: string };

/**
 * Which links of an earlier row are followed. `all`: unsubscribe, preferences and undo, because the person is the same. `unsubscribe`:
 * no other link, because the row was joined with one that was active already.
 */
export type FollowedLinks = 'all' | 'unsubscribe';

/** A forward as stored on the row to which it leads. */
export type Forwarded = RowRef & { links: FollowedLinks };

export type Forward = { from: RowRef; to: RowRef; links: FollowedLinks };

/** A row older than epochs gets an empty one, as its links do. */
export const refOf = ({ id, epoch = '' }: { id: string; epoch?: string | undefined }): RowRef => ({
  id,
  epoch,
});

export const isSameRow = (a: RowRef, b: RowRef): boolean => a.id === b.id && a.epoch === b.epoch;

/** Earlier rows of one person whose links are followed; the bound keeps the row small. */
const MAX_FORWARDS = 64;

type ForwardedRow = { id: string; epoch?: string | undefined; forwards?: readonly Forwarded[] | undefined };

/** The forwards of `to` after the move: those of both rows, and `from` itself. `dropped`: the oldest ones beyond the bound. */
export function mergeForwards(
  to: ForwardedRow,
  from: ForwardedRow,
  links: FollowedLinks,
): { forwards: readonly Forwarded[]; dropped: readonly RowRef[] } {
  const narrowed = (all: readonly Forwarded[] = []): Forwarded[] =>
    links === 'all' ? [...all] : all.map((one) => ({ ...one, links }));
  const led = [...narrowed(from.forwards), { ...refOf(from), links }];
  const others = (to.forwards ?? []).filter((one) => !led.some((other) => isSameRow(one, other)));
  const all = [...others, ...led].filter((one) => !isSameRow(one, refOf(to)));
  return { forwards: all.slice(-MAX_FORWARDS), dropped: all.slice(0, -MAX_FORWARDS) };
}
