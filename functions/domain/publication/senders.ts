/** Senders: every address that letters and notices of a publication come from. */
import type { Publication } from './publication.ts';

type Named = Pick<Publication, 'from' | 'newsletters'>;

/** In small letters, each once. A newsletter that is retired may still have a run under way. */
export const sendersOf = ({ from, newsletters }: Named): string[] => [
  ...new Set(
    [from, ...newsletters.map((newsletter) => newsletter.from)].map(({ email }) => email.toLowerCase()),
  ),
];
