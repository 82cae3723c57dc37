/** What a rendered body adds to an article, and what the rest of the content needs to know of it. */
import type { ArticleFacts, Located } from '../source/source-files.ts';
import { minutesOf } from '../text/word-count.ts';
import type { Entry } from './article.ts';
import type { ArticleSource } from './article-source.ts';
import type { Rendered } from './markdown.ts';

/** Words, minutes, and the lede where no summary was written. */
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
  const { file, entry, lines, aliases, image } = source;
  const at = (text: string, key: string): Located => ({ text, line: lines[key] ?? 1 });
  return {
    file,
    id: at(entry.id, 'id'),
    slug: entry.slug,
    date: entry.date,
    draft: entry.draft,
    withdrawn: entry.withdrawn !== undefined,
    ...(entry.withdrawn && { withdrawnAt: entry.withdrawn.date }),
    topic: at(entry.topic, 'topic'),
    alert: entry.alert === undefined ? undefined : at(entry.alert, 'alert'),
    aliases,
    links: rendered.links.filter((link) => link.href.startsWith('/')),
    images: [...(image ? [image] : []), ...rendered.figures].map(({ src, line }) => ({ text: src, line })),
  };
}
