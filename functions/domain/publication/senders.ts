/** Lists the senders of a publication: every address that its letters and notices come from. */
import type { Publication } from './publication.ts';

type Named = Pick<Publication, 'from' | 'newsletters'>;

/** In lower case, each address once. Retired newsletters are included, because a run of one may still be under way. */
export const sendersOf = ({ from, newsletters }: Named): string[] => [
  ...new Set(
    [from, ...newsletters.map((newsletter) => newsletter.from)].map(({ email }) => email.toLowerCase()),
  ),
];
