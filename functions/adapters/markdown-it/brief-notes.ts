/** The footnotes that a brief refers to: a brief is printed without the end of its body, where all notes stand. */
import type { Fragment } from '../../domain/content/article.ts';
import { decodePath } from '../../domain/site/decoded-path.ts';
import type { BodyOutput } from './page.ts';
import { START_TAGS } from './rule.ts';
import type { NoteReference, WrittenNote } from './sheet.ts';

export const NOTES_START = `<section class="footnotes">${START_TAGS.hr} class="footnotes-sep" />\n${START_TAGS.ol}>\n`;
export const NOTES_END = '</ol>\n</section>\n';

const WAY_BACK = / <a href="#([^"]*)" class="footnote-backref"[^>]*>[^<]*<\/a>/g;

/** The notes that the references above the fold name, and those that these notes name; each keeps its number. */
export function gatherBriefNotes({
  sheet,
  notes,
  folded,
  referencesAbove,
}: BodyOutput): Fragment['briefNotes'] {
  const { noteReferences: references } = sheet;
  if (!folded || referencesAbove === 0 || notes.length === 0) return undefined;
  const inNote = new Map<number, NoteReference[]>();
  for (const one of references) {
    const beside = inNote.get(one.from) ?? [];
    beside.push(one);
    inNote.set(one.from, beside);
  }
  const shown = references.slice(0, referencesAbove);
  const numbers = new Set<number>();
  for (const { n } of shown) {
    if (numbers.has(n)) continue;
    numbers.add(n);
    shown.push(...(inNote.get(n) ?? []));
  }
  const ids = new Set(shown.map(({ id }) => id));
  const sorted = [...numbers].sort((a, b) => a - b);
  return {
    html: `${NOTES_START}${sorted.map((n, i) => numberNote(notes[n - 1]!, n, n === i + 1, ids)).join('')}${NOTES_END.trimEnd()}`,
    text: sorted.map((n) => notes[n - 1]!.text).join('\n\n'),
  };
}

/** A way back to a reference below the fold is left out. `isNext`: the list counts to `n` by itself. */
function numberNote({ html }: WrittenNote, n: number, isNext: boolean, ids: ReadonlySet<string>): string {
  const own = html.replace(WAY_BACK, (link, id: string) => (ids.has(decodePath(id)) ? link : ''));
  return isNext ? own : own.replace('<li', `<li value="${n}"`);
}
