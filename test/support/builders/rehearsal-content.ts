/** The content that is published on a rehearsed stage. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publicationText } from './publication-text.ts';

export const REHEARSED = publicationText({ id: 'rehearsal', title: 'The Rehearsal' });

/** An instant in the format of front matter, in UTC. */
export const inUtc = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ');

/** An edition of the article `harbour`, due at the instant. */
export const rehearsedEdition = (at: number): string => `---
newsletter: brief
subject: Today in rehearsal
sendAt: ${inUtc(at)}
items: [{ article: harbour, as: whole }]
---
Good morning.
`;

/** A content folder on disk, for all tests of a file. */
export function contentFolder() {
  const content = mkdtempSync(join(tmpdir(), 'content-'));
  const write = (name: string, text: string): void => {
    mkdirSync(join(content, name, '..'), { recursive: true });
    writeFileSync(join(content, name), text);
  };
  return { content, write };
}
