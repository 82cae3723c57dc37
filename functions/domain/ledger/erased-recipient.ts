/** Erasure in the ledger: dashes replace the id of an erased subscriber, so that positions keep their places and nobody is named. */
import type { Batch, Notice } from './batch.ts';

/**
 * The placeholder has an id's length and alphabet, so that the form of a row stays. An address has the same id by a chance of 1 in 2^132
 * (ids are HMACs).
 */
export const ERASED_ID = '-'.repeat(22);

/** A batch without the erased subscribers; undefined if the batch names none of them. */
export function eraseMembers(
  { members, notice }: Pick<Batch, 'members' | 'notice'>,
  isErased: (id: string) => boolean,
  isTheirs: (address: string) => boolean = () => false,
): Pick<Batch, 'members' | 'notice'> | undefined {
  const kept = members.map((id) => (isErased(id) ? ERASED_ID : id));
  const erasedNotice = notice && eraseInNotice(notice, isErased, isTheirs);
  const isSame = erasedNotice === notice && kept.every((id, i) => id === members[i]);
  return isSame ? undefined : { members: kept, notice: erasedNotice };
}

/** `about` names subscribers by id. `to` is the address of an editor, or the one that a test was sent to; a subscriber's becomes empty. */
function eraseInNotice(
  notice: Notice,
  isErased: (id: string) => boolean,
  isTheirs: (address: string) => boolean,
): Notice {
  const about = Object.entries(notice.about).map(([key, value]) => [
    key,
    isErased(value) ? ERASED_ID : value,
  ]);
  const to = notice.to !== undefined && isTheirs(notice.to) ? '' : notice.to;
  const isSame = to === notice.to && about.every(([key, value]) => notice.about[key!] === value);
  return isSame ? notice : { ...notice, to, about: Object.fromEntries(about) as Notice['about'] };
}
