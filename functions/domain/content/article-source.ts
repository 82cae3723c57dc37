/** Parses the front matter of an article file into an ArticleSource; the body is not rendered yet. */

import { type ImageSource, resolveImage } from '../pictures/image-source.ts';
import type { Problem } from '../problem.ts';
import { AUDIO_KEYS, type AudioSource, readAudio } from '../site/audio.ts';
import { isWebUrl } from '../site/link-target.ts';
import { normalizePath } from '../site/paths.ts';
import { splitFrontMatter } from '../source/front-matter.ts';
import type { Located, Passage, SourceFile } from '../source/source-files.ts';
import {
  type Fields,
  lineOf,
  linesOf,
  parseFields,
  readText,
  reportFault,
  reportKey,
  requireText,
} from '../source/yaml-fields.ts';
import {
  readFlag,
  readInstant,
  readMapField,
  readMapList,
  readOneOf,
  readPairs,
  readTextList,
} from '../source/yaml-values.ts';
import { readLanguageTag } from '../text/language-tag.ts';
import { fileSlug, isSlug, toScriptSlug, toSlug } from '../text/slug.ts';
import type { Yaml } from '../text/yaml.ts';
import type { Instant } from '../time/instant.ts';
import type { Correction, Entry } from './article.ts';

/** Every key that an article may have; keys of nested maps are listed by the map's name. A test compares the list with docs/write.md. */
export const ARTICLE_KEYS = {
  '': [
    'title',
    'date',
    'updated',
    'topic',
    'authors',
    'tags',
    'series',
    'summary',
    'image',
    'audio',
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
  audio: AUDIO_KEYS,
  corrections: ['date', 'text'],
  withdrawn: ['date', 'note'],
} as const;

export type ArticleSource = {
  file: string;
  /** `summary` is empty if the file has none: the rendered lede replaces it later. */
  entry: Omit<Entry, 'image' | 'place' | 'hash' | 'words' | 'minutes'>;
  image: ImageSource | undefined;
  audio?: AudioSource;
  body: Passage;
  /** The line of each key that the file has. */
  lines: Readonly<Record<string, number>>;
  aliases: readonly Located[];
};

/** The settings that the parsing of an article depends on, besides its file. */
export type ArticleSettings = { yaml: Yaml; timezone: string };

/** `source` is undefined if the front matter cannot be read. Faulty values are reported in `problems` and left blank in `source`. */
export function parseArticle(
  file: SourceFile,
  site: ArticleSettings,
): { source: ArticleSource | undefined; problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const parts = splitFrontMatter(file);
  if ('problem' in parts) return { source: undefined, problems: [parts.problem] };
  const fields = parseFields(site.yaml, parts.yaml, ARTICLE_KEYS[''], {
    file: file.path,
    offset: 1,
    problems,
  });
  return { source: fields && buildSource(file.path, fields, parts.body, site.timezone), problems };
}

function buildSource(file: string, fields: Fields, body: Passage, zone: string): ArticleSource {
  const slug = slugOf(file, fields);
  const aliases = aliasesOf(fields);
  const corrections = correctionsOf(fields, zone);
  const edited = readInstant(fields, 'updated', zone);
  const dates = [edited, ...corrections.map((c) => c.date)].filter((date) => date !== undefined);
  const updated = dates.length > 0 ? Math.max(...dates) : undefined;
  const audio = readAudio(fields, file);
  const series = readText(fields, 'series');
  return {
    file,
    entry: {
      id: idOf(fields, slug, aliases),
      slug,
      title: requireText(fields, 'title', 'A headline'),
      date: dateOf(file, fields, zone),
      updated,
      ...(edited !== undefined && edited !== updated && { edited }),
      topic: requireText(fields, 'topic', 'the id of a topic'),
      authors: readTextList(fields, 'authors').map((author) => author.text),
      tags: readTextList(fields, 'tags').map((tag) => tag.text),
      ...(series !== undefined && { series }),
      summary: readText(fields, 'summary') ?? '',
      draft: readFlag(fields, 'draft', false),
      digest: readFlag(fields, 'digest', true),
      alert: readText(fields, 'alert'),
      access: readOneOf(fields, 'access', ['public', 'letter'], 'public'),
      canonical: urlOf(fields),
      translations: translationsOf(fields),
      corrections,
      withdrawn: withdrawnOf(fields, zone),
      aliases: aliases.map((alias) => alias.text),
    },
    image: readImageField(fields, 'image', file),
    ...(audio && { audio }),
    body,
    lines: linesOf(fields),
    aliases,
  };
}

function slugOf(file: string, fields: Fields): string {
  const slug = fileSlug(file);
  if (isSlug(slug)) return slug;
  // A name in Latin letters becomes ASCII; any other stays in its script.
  const isLatin = !/[^\p{sc=Latn}\P{L}]/u.test(slug);
  const better = (isLatin ? toSlug(slug) : toScriptSlug(slug)) || 'a-few-plain-words';
  const message = `\`${slug}\` cannot be part of an address.`;
  reportFault(fields.site, 1, message, `Rename the file so that it ends in \`${better}.md\`.`);
  return better;
}

const MAX_ID_LENGTH = 200;

function idOf(fields: Fields, slug: string, aliases: readonly Located[]): string {
  const id = readText(fields, 'id');
  if (id === undefined && aliases.length > 0)
    reportKey(
      fields,
      'aliases',
      'An article with aliases needs an `id`.',
      `Add \`id: ${aliases[0]!.text}\`, if that was its slug at first.`,
    );
  if (id !== undefined && id.length > MAX_ID_LENGTH)
    reportKey(fields, 'id', '`id` is longer than 200 characters.', 'Use a short one; it is for life.');
  return id ?? slug;
}

function dateOf(file: string, fields: Fields, zone: string): Instant {
  const [named] = /\d{4}-\d{2}-\d{2}/.exec(file.slice(file.lastIndexOf('/'))) ?? [];
  if (readText(fields, 'date') === undefined) requireText(fields, 'date', `${named ?? '2026-11-20'} 07:00`);
  return readInstant(fields, 'date', zone) ?? 0;
}

/** Aliases are old slugs, or whole old paths that start with `/`. */
function aliasesOf(fields: Fields): Located[] {
  const aliases = readTextList(fields, 'aliases').map((alias) => ({
    ...alias,
    text: normalizePath(alias.text),
  }));
  return aliases.filter(({ text: alias, line }) => {
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
  return readMapList(fields, 'corrections', ARTICLE_KEYS.corrections).map((correction) => {
    requireText(correction, 'date', '2026-11-21 09:30');
    return {
      date: readInstant(correction, 'date', zone) ?? 0,
      text: requireText(correction, 'text', 'An earlier version said …'),
    };
  });
}

function withdrawnOf(fields: Fields, zone: string): Entry['withdrawn'] {
  const withdrawn = readMapField(fields, 'withdrawn', ARTICLE_KEYS.withdrawn);
  if (!withdrawn) return undefined;
  requireText(withdrawn, 'date', '2026-11-21 09:30');
  return {
    date: readInstant(withdrawn, 'date', zone) ?? 0,
    note: requireText(withdrawn, 'note', 'Why it was taken down, for readers'),
  };
}

/** An image with its words, such as the lead image of an article. */
export function readImageField(fields: Fields, key: string, file: string): ImageSource | undefined {
  const image = readMapField(fields, key, ARTICLE_KEYS.image);
  if (!image) return undefined;
  const written = requireText(image, 'src', 'images/night-bus.jpg');
  const place = resolveImage(written, file);
  if (!written) return undefined;
  if ('fault' in place) return reportKey(image, 'src', place.fault.message, place.fault.remedy);
  return {
    src: place.src,
    alt: readText(image, 'alt') ?? '',
    caption: readText(image, 'caption') ?? '',
    credit: readText(image, 'credit') ?? '',
    line: lineOf(image, 'src'),
  };
}

const WHOLE_URL_REMEDY = 'Write it whole: `https://example.com/story`.';

function urlOf(fields: Fields): string | undefined {
  const url = readText(fields, 'canonical');
  if (url === undefined || isWebUrl(url)) return url;
  return reportKey(fields, 'canonical', `\`${url}\` is not a URL.`, WHOLE_URL_REMEDY);
}

function translationsOf(fields: Fields): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { key, value, line } of readPairs(fields, 'translations')) {
    const read = readLanguageTag(key);
    if ('fault' in read) reportFault(fields.site, line, read.fault.message, read.fault.remedy);
    else if (!isWebUrl(value)) reportFault(fields.site, line, `\`${value}\` is not a URL.`, WHOLE_URL_REMEDY);
    else found[key] = value;
  }
  return found;
}
