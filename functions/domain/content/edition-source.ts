/** Parses the front matter of an edition file and of a sponsor file; their texts are not rendered yet. */
import type { Problem } from '../problem.ts';
import { isWebUrl } from '../site/link-target.ts';
import { splitFrontMatter } from '../source/front-matter.ts';
import type { Located, Passage, SourceFile } from '../source/source-files.ts';
import {
  type Fields,
  linesOf,
  parseFields,
  readBlock,
  readText,
  reportFault,
  reportKey,
  requireText,
} from '../source/yaml-fields.ts';
import { readInstant, readMapList, readOneOf, readTextList } from '../source/yaml-values.ts';
import { fileName } from '../text/slug.ts';
import type { Yaml } from '../text/yaml.ts';
import type { Instant } from '../time/instant.ts';
import type { PictureSize } from './edition.ts';

/** Every key that an edition may have. A test compares the list with docs/write.md. */
export const EDITION_KEYS = {
  '': ['id', 'aliases', 'newsletter', 'subject', 'preheader', 'sendAt', 'items'],
  items: ['article', 'as', 'picture', 'sponsor', 'text', 'label'],
} as const;
export const SPONSOR_KEYS = ['name', 'url'] as const;

/** `article` is an id, a slug or a file name, as written: the reference is resolved once all articles are known. */
export type ItemSource =
  | {
      kind: 'article';
      article: string;
      as: 'whole' | 'brief' | 'headline';
      picture: PictureSize | undefined;
      label: string | undefined;
      line: number;
    }
  | { kind: 'sponsor'; file: string; label: string | undefined; line: number }
  | { kind: 'text'; body: Passage; label: string | undefined; line: number };

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

/** `source` is undefined if the front matter cannot be read. Faulty values are reported in `problems` and left blank in `source`. */
export function parseEdition(
  file: SourceFile,
  site: { yaml: Yaml; timezone: string },
): { source: EditionSource | undefined; problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const parts = splitFrontMatter(file);
  if ('problem' in parts) return { source: undefined, problems: [parts.problem] };
  const fields = parseFields(site.yaml, parts.yaml, EDITION_KEYS[''], {
    file: file.path,
    offset: 1,
    problems,
  });
  return { source: fields && editionOf(file.path, fields, parts.body, site.timezone), problems };
}

function editionOf(file: string, fields: Fields, body: Passage, zone: string): EditionSource {
  return {
    file,
    id: idOf(file, fields),
    aliases: readTextList(fields, 'aliases'),
    newsletter: requireText(fields, 'newsletter', 'the id of a newsletter'),
    subject: requireText(fields, 'subject', 'What the inbox shows'),
    preheader: readText(fields, 'preheader') ?? '',
    sendAt: readInstant(fields, 'sendAt', zone),
    items: readMapList(fields, 'items', EDITION_KEYS.items).flatMap((item) => itemOf(item) ?? []),
    ...splitBody(body, fields),
    lines: linesOf(fields),
  };
}

/** The id becomes part of URLs, run keys and message tags (SES allows [A-Za-z0-9_-] in tags). */
function idOf(file: string, fields: Fields): string {
  const id = readText(fields, 'id') ?? fileName(file);
  if (/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/.test(id)) return id;
  const remedy = 'Use letters, digits and hyphens, as in `2026-11-23-brief`.';
  reportKey(fields, 'id', `\`${id.slice(0, 100)}\` cannot be an edition's id.`, remedy);
  return id;
}

function itemOf(item: Fields): ItemSource | undefined {
  const kinds = (['article', 'sponsor', 'text'] as const).filter((key) => item.nodes.has(key));
  const [kind] = kinds;
  const example = 'Write one of `article: slug`, `sponsor: file` or `text: …`.';
  if (kind === undefined) return reportFault(item.site, item.line, 'An item says nothing to print.', example);
  if (kinds.length > 1)
    return reportFault(
      item.site,
      item.line,
      `An item is ${kinds.join(' and ')} at once.`,
      'Make two items of it.',
    );
  const { line } = item;
  const label = readText(item, 'label');
  if (kind === 'article') return articleOf(item, label);
  for (const key of ['as', 'picture'].filter((one) => item.nodes.has(one)))
    reportKey(item, key, `\`${key}\` belongs to articles.`, 'Remove it from this item.');
  if (kind === 'sponsor') {
    const named = requireText(item, 'sponsor', 'acme.md');
    return named === '' ? undefined : { kind, file: sponsorPath(named), label, line };
  }
  const body = readBlock(item, 'text');
  if (!body?.text.trim()) return reportKey(item, 'text', 'A text is empty.', 'Write it, or remove the item.');
  return { kind, body: { body: body.text, line: body.line }, label, line };
}

function articleOf(item: Fields, label: string | undefined): ItemSource | undefined {
  const as = readOneOf(item, 'as', ['whole', 'brief', 'headline'], 'whole');
  const picture = readOneOf(item, 'picture', ['none', 'small', 'large'], undefined);
  if (as === 'headline' && picture !== undefined && picture !== 'none')
    reportKey(item, 'picture', 'A headline has no picture.', 'Remove `picture`, or write `as: brief`.');
  const article = requireText(item, 'article', 'a-slug');
  return article === '' ? undefined : { kind: 'article', article, as, picture, label, line: item.line };
}

/** `acme`, `acme.md` and `sponsors/acme.md` all mean `content/sponsors/acme.md`. */
const sponsorPath = (written: string): string =>
  `content/sponsors/${written.replace(/^\/?(content\/)?sponsors\//, '').replace(/\.md$/i, '')}.md`;

/** Splits the body at `<!-- items -->` into intro and sign-off. Without that comment the whole body is the intro. */
function splitBody(body: Passage, fields: Fields): Pick<EditionSource, 'intro' | 'signoff'> {
  const [above, ...below] = body.body.split(/^ {0,3}<!--\s*items\s*-->[ \t]*$/m);
  const signoffLine = body.line + above!.split('\n').length - 1;
  if (below.length > 1)
    reportFault(
      fields.site,
      signoffLine,
      '`<!-- items -->` stands there twice.',
      'Keep the one where the items go.',
    );
  const passage = (text: string | undefined, line: number): Passage | undefined =>
    text?.trim() ? { body: text, line } : undefined;
  return { intro: passage(above, body.line), signoff: passage(below[0], signoffLine) };
}

/** Returns the same as parseEdition, for a sponsor. */
export function parseSponsor(
  file: SourceFile,
  yaml: Yaml,
): { source: SponsorSource | undefined; problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const parts = splitFrontMatter(file);
  if ('problem' in parts) return { source: undefined, problems: [parts.problem] };
  const fields = parseFields(yaml, parts.yaml, SPONSOR_KEYS, { file: file.path, offset: 1, problems });
  if (!fields) return { source: undefined, problems };
  const name = requireText(fields, 'name', 'The sponsor');
  const url = requireText(fields, 'url', 'https://example.com/offer');
  if (url && !isWebUrl(url))
    reportKey(fields, 'url', `\`${url}\` is not a URL.`, 'Write it whole: `https://example.com/offer`.');
  return { source: { file: file.path, name, url, body: parts.body }, problems };
}
