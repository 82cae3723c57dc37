/** What the rest of the content needs to know of an edition. */
import type { EditionFacts, Located } from '../source/source-files.ts';
import type { EditionSource } from './edition-source.ts';
import type { Rendered } from './markdown.ts';

/** `rendered`: its intro, texts and sign-off. */
export function editionFacts(source: EditionSource, rendered: readonly Rendered[]): EditionFacts {
  const { file, id, newsletter, sendAt, aliases, items, lines } = source;
  const at = (text: string, key: string): Located => ({ text, line: lines[key] ?? 1 });
  const figures = rendered.flatMap((one) => one.figures);
  return {
    file,
    id: at(id, 'id'),
    newsletter: at(newsletter, 'newsletter'),
    ...(sendAt !== undefined && { sendAt: { at: sendAt, line: lines.sendAt ?? 1 } }),
    aliases,
    articles: items.flatMap((i) => (i.kind === 'article' ? [{ text: i.article, line: i.line }] : [])),
    sponsors: items.flatMap((i) => (i.kind === 'sponsor' ? [{ text: i.file, line: i.line }] : [])),
    links: rendered.flatMap((one) => one.links).filter((link) => link.href.startsWith('/')),
    images: figures.map(({ src, line }) => ({ text: src, line })),
  };
}
