/** An article as its file says it, before its body is rendered. */
import type { Problem } from '../problem.ts';
import { isWebUrl } from '../site/link-target.ts';
import { splitFrontMatter } from '../source/front-matter.ts';
import type { Located, Passage, SourceFile } from '../source/source-files.ts';
import {
  type Fields,
  fail,
  lineOf,
  linesOf,
  need,
  parseFields,
  readText,
  reportFault,
} from '../source/yaml-fields.ts';
import { flag, instant, map, maps, pairs, readOneOf, readTexts } from '../source/yaml-values.ts';
import { fileSlug, isSlug, toSlug } from '../text/slug.ts';
import { canonicalLanguage } from '../text/translations.ts';
import type { Yaml } from '../text/yaml.ts';
import type { Instant } from '../time/instant.ts';
import type { Correction, Entry } from './article.ts';
import { type ImageSource, imagePlace } from './image-source.ts';

/** Every key an article may have, maps inside it by name. docs/write.md shows each; a test holds that. */
export const ARTICLE_KEYS = {
  '': [
    'title',
    'date',
    'updated',
    'topic',
    'authors',
    'tags',
    'summary',
    'image',
    'id',
    'aliases',
    'draft',
    'digest',
    'alert',
    'corrections',
    'withdrawn',
    'access',
    'canonical',
    'translations',
  ],
  image: ['src', 'alt', 'caption', 'credit'],
  corrections: ['date', 'text'],
  withdrawn: ['date', 'note'],
} as const;

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

/** What shapes the reading of an article besides its file. */
export type ArticleSite = { yaml: Yaml; timezone: string };

/** `source` is undefined where there are no keys to read; with errors, what is wrong in it is blank. */
export function parseArticle(
  file: SourceFile,
  site: ArticleSite,
): { source: ArticleSource | undefined; problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const parts = splitFrontMatter(file);
  if ('problem' in parts) return { source: undefined, problems: [parts.problem] };
  const fields = parseFields(site.yaml, parts.yaml, ARTICLE_KEYS[''], {
    file: file.path,
    offset: 1,
    problems,
  });
  return { source: fields && sourceOf(file.path, fields, parts.body, site.timezone), problems };
}

function sourceOf(file: string, fields: Fields, body: Passage, zone: string): ArticleSource {
  const slug = slugOf(file, fields);
  const aliases = aliasesOf(fields);
  const corrections = correctionsOf(fields, zone);
  const dates = [instant(fields, 'updated', zone), ...corrections.map((c) => c.date)].filter(
    (date) => date !== undefined,
  );
  return {
    file,
    entry: {
      id: idOf(fields, slug, aliases),
      slug,
      title: need(fields, 'title', 'A headline'),
      date: dateOf(file, fields, zone),
      updated: dates.length > 0 ? Math.max(...dates) : undefined,
      topic: need(fields, 'topic', 'the id of a topic'),
      authors: readTexts(fields, 'authors').map((author) => author.text),
      tags: readTexts(fields, 'tags').map((tag) => tag.text),
      summary: readText(fields, 'summary') ?? '',
      draft: flag(fields, 'draft', false),
      digest: flag(fields, 'digest', true),
      alert: readText(fields, 'alert'),
      access: readOneOf(fields, 'access', ['public', 'letter'], 'public'),
      canonical: urlOf(fields),
      translations: translationsOf(fields),
      corrections,
      withdrawn: withdrawnOf(fields, zone),
      aliases: aliases.map((alias) => alias.text),
    },
    image: leadImage(fields, file),
    body,
    lines: linesOf(fields),
    aliases,
  };
}

function slugOf(file: string, fields: Fields): string {
  const slug = fileSlug(file);
  if (isSlug(slug)) return slug;
  const better = toSlug(slug) || 'a-few-plain-words';
  const message = `\`${slug}\` cannot be part of an address.`;
  reportFault(fields.site, 1, message, `Rename the file so that it ends in \`${better}.md\`.`);
  return better;
}

const LONGEST_ID = 200;

function idOf(fields: Fields, slug: string, aliases: readonly Located[]): string {
  const id = readText(fields, 'id');
  if (id === undefined && aliases.length > 0)
    fail(
      fields,
      'aliases',
      'An article with aliases needs an `id`.',
      `Add \`id: ${aliases[0]!.text}\`, if that was its slug at first.`,
    );
  if (id !== undefined && id.length > LONGEST_ID)
    fail(fields, 'id', '`id` is longer than 200 characters.', 'Use a short one; it is for life.');
  return id ?? slug;
}

function dateOf(file: string, fields: Fields, zone: string): Instant {
  const [named] = /\d{4}-\d{2}-\d{2}/.exec(file.slice(file.lastIndexOf('/'))) ?? [];
  if (readText(fields, 'date') === undefined) need(fields, 'date', `${named ?? '2026-11-20'} 07:00`);
  return instant(fields, 'date', zone) ?? 0;
}

/** Old slugs, or whole old paths that start with `/`. */
function aliasesOf(fields: Fields): Located[] {
  return readTexts(fields, 'aliases').filter(({ text: alias, line }) => {
    if (isSlug(alias) || /^\/(?![/\\])[^\s?#]*$/.test(alias)) return true;
    reportFault(
      fields.site,
      line,
      `\`${alias}\` is not an alias.`,
      'Write an old slug (`night-buses`) or an old path (`/2024/night-buses`).',
    );
    return false;
  });
}

function correctionsOf(fields: Fields, zone: string): Correction[] {
  return maps(fields, 'corrections', ARTICLE_KEYS.corrections).map((correction) => {
    need(correction, 'date', '2026-11-21 09:30');
    return {
      date: instant(correction, 'date', zone) ?? 0,
      text: need(correction, 'text', 'An earlier version said …'),
    };
  });
}

function withdrawnOf(fields: Fields, zone: string): Entry['withdrawn'] {
  const withdrawn = map(fields, 'withdrawn', ARTICLE_KEYS.withdrawn);
  if (!withdrawn) return undefined;
  need(withdrawn, 'date', '2026-11-21 09:30');
  return {
    date: instant(withdrawn, 'date', zone) ?? 0,
    note: need(withdrawn, 'note', 'Why it was taken down, for readers'),
  };
}

function leadImage(fields: Fields, file: string): ImageSource | undefined {
  const image = map(fields, 'image', ARTICLE_KEYS.image);
  if (!image) return undefined;
  const written = need(image, 'src', 'images/night-bus.jpg');
  const place = imagePlace(written, file);
  if (!written) return undefined;
  if ('fault' in place) return fail(image, 'src', place.fault.message, place.fault.remedy);
  return {
    src: place.src,
    alt: readText(image, 'alt') ?? '',
    caption: readText(image, 'caption') ?? '',
    credit: readText(image, 'credit') ?? '',
    line: lineOf(image, 'src'),
  };
}

const WHOLE = 'Write it whole: `https://example.com/story`.';

function urlOf(fields: Fields): string | undefined {
  const url = readText(fields, 'canonical');
  if (url === undefined || isWebUrl(url)) return url;
  return fail(fields, 'canonical', `\`${url}\` is not a URL.`, WHOLE);
}

function translationsOf(fields: Fields): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { key, value, line } of pairs(fields, 'translations')) {
    if (!canonicalLanguage(key))
      reportFault(fields.site, line, `\`${key}\` is not a language tag.`, 'Write one such as `de`.');
    else if (!isWebUrl(value)) reportFault(fields.site, line, `\`${value}\` is not a URL.`, WHOLE);
    else found[key] = value;
  }
  return found;
}
