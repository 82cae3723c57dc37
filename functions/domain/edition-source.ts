/** An edition and a sponsor as their files say them, before their texts are rendered. */
import type { Located, Passage } from './content.ts';
import type { Instant } from './instant.ts';

/** `article` as written: an id, a slug or a file name; resolved when all articles are known. */
export type ItemSource =
  | {
      kind: 'article';
      article: string;
      as: 'whole' | 'brief' | 'headline';
      label: string | undefined;
      line: number;
    }
  | { kind: 'sponsor'; file: string; label: string | undefined; line: number }
  | { kind: 'text'; body: Passage; line: number };

export type EditionSource = {
  file: string;
  id: string;
  aliases: readonly Located[];
  newsletter: string;
  subject: string;
  preheader: string;
  sendAt: Instant | undefined;
  items: readonly ItemSource[];
  intro: Passage | undefined;
  signoff: Passage | undefined;
  lines: Readonly<Record<string, number>>;
};

export type SponsorSource = { file: string; name: string; url: string; body: Passage };
