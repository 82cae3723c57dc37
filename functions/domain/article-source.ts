/** An article as its file says it, before its body is rendered. */
import type { Entry } from './article.ts';
import type { ArticleFacts, Located, Passage } from './content.ts';
import type { Rendered } from './markdown.ts';
import { minutesOf } from './reading.ts';

/** `src` is a path below the content folder: `images/bus.jpg`. */
export type ImageSource = { src: string; alt: string; caption: string; credit: string; line: number };

export type ArticleSource = {
  file: string;
  /** `summary` is empty where the lede stands for it. */
  entry: Omit<Entry, 'image' | 'place' | 'hash' | 'words' | 'minutes'>;
  image: ImageSource | undefined;
  body: Passage;
  /** Lines of the keys that were written. */
  lines: Readonly<Record<string, number>>;
  aliases: readonly Located[];
};

/** What a body adds: words, minutes, and the lede where no summary was written. */
export function entryOf(source: ArticleSource, rendered: Rendered): Omit<Entry, 'image' | 'place' | 'hash'> {
  const { words } = rendered;
  return {
    ...source.entry,
    summary: source.entry.summary || rendered.lede,
    words,
    minutes: minutesOf(words),
  };
}

export function articleFacts(source: ArticleSource, rendered: Rendered): ArticleFacts {
  const { file, entry, lines, aliases } = source;
  const at = (text: string, key: string): Located => ({ text, line: lines[key] ?? 1 });
  const lead = source.image ? [{ text: source.image.src, line: source.image.line }] : [];
  return {
    file,
    id: at(entry.id, 'id'),
    slug: entry.slug,
    date: entry.date,
    draft: entry.draft,
    withdrawn: entry.withdrawn !== undefined,
    topic: at(entry.topic, 'topic'),
    alert: entry.alert === undefined ? undefined : at(entry.alert, 'alert'),
    aliases,
    links: rendered.links.filter((link) => link.href.startsWith('/')),
    images: [...lead, ...rendered.figures.map((figure) => ({ text: figure.src, line: figure.line }))],
  };
}
