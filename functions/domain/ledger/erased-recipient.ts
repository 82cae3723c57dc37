/** What stands in the ledger where an erased reader's id stood: positions keep their places, and nobody is named. */
import type { Batch, Notice } from './batch.ts';

/** As long as an id, and of its alphabet, so that a row stays as it is. No address has it: an HMAC would have to be one of 2^132. */
export const FORGOTTEN = '-'.repeat(22);

/** A batch without a reader. undefined: it names none of them. */
export function withoutReaders(
  { members, notice }: Pick<Batch, 'members' | 'notice'>,
  isErased: (id: string) => boolean,
  isTheirs: (address: string) => boolean = () => false,
): Pick<Batch, 'members' | 'notice'> | undefined {
  const kept = members.map((id) => (isErased(id) ? FORGOTTEN : id));
  const told = notice && withoutReader(notice, isErased, isTheirs);
  const isSame = told === notice && kept.every((id, i) => id === members[i]);
  return isSame ? undefined : { members: kept, notice: told };
}

/** `about` names readers by id; `to` is an address only where somebody sent a test to it. */
function withoutReader(
  notice: Notice,
  isErased: (id: string) => boolean,
  isTheirs: (address: string) => boolean,
): Notice {
  const about = Object.entries(notice.about).map(([key, value]) => [
    key,
    isErased(value) ? FORGOTTEN : value,
  ]);
  const to = notice.to !== undefined && isTheirs(notice.to) ? '' : notice.to;
  const isSame = to === notice.to && about.every(([key, value]) => notice.about[key!] === value);
  return isSame ? notice : { ...notice, to, about: Object.fromEntries(about) as Notice['about'] };
}
