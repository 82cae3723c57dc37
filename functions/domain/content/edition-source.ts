/** An edition and a sponsor as their files say them, before their texts are rendered. */
import type { Problem } from '../problem.ts';
import { isWebUrl } from '../site/link-target.ts';
import { splitFrontMatter } from '../source/front-matter.ts';
import type { Located, Passage, SourceFile } from '../source/source-files.ts';
import {
  block,
  type Fields,
  fail,
  linesOf,
  need,
  parseFields,
  readText,
  reportFault,
} from '../source/yaml-fields.ts';
import { instant, maps, readOneOf, readTexts } from '../source/yaml-values.ts';
import { fileName } from '../text/slug.ts';
import type { Yaml } from '../text/yaml.ts';
import type { Instant } from '../time/instant.ts';

/** docs/write.md shows each; a test holds that. */
export const EDITION_KEYS = {
  '': ['id', 'aliases', 'newsletter', 'subject', 'preheader', 'sendAt', 'items'],
  items: ['article', 'as', 'sponsor', 'text', 'label'],
} as const;
export const SPONSOR_KEYS = ['name', 'url'] as const;

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

/** `source` is undefined where there are no keys to read; with errors, what is wrong in it is blank. */
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
    aliases: readTexts(fields, 'aliases'),
    newsletter: need(fields, 'newsletter', 'the id of a newsletter'),
    subject: need(fields, 'subject', 'What the inbox shows'),
    preheader: readText(fields, 'preheader') ?? '',
    sendAt: instant(fields, 'sendAt', zone),
    items: maps(fields, 'items', EDITION_KEYS.items).flatMap((item) => itemOf(item) ?? []),
    ...halves(body, fields),
    lines: linesOf(fields),
  };
}

/** It goes into URLs, message tags and run keys ([A-Za-z0-9_-], SES tags). */
function idOf(file: string, fields: Fields): string {
  const id = readText(fields, 'id') ?? fileName(file);
  if (/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/.test(id)) return id;
  const remedy = 'Use letters, digits and hyphens, as in `2026-11-23-brief`.';
  fail(fields, 'id', `\`${id.slice(0, 100)}\` cannot be an edition's id.`, remedy);
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
  if (kind !== 'article' && item.nodes.has('as'))
    fail(item, 'as', '`as` belongs to articles.', 'Remove it from this item.');
  if (kind === 'article') {
    const as = readOneOf(item, 'as', ['whole', 'brief', 'headline'], 'whole');
    const article = need(item, 'article', 'a-slug');
    return article === '' ? undefined : { kind, article, as, label, line };
  }
  if (kind === 'sponsor') {
    const named = need(item, 'sponsor', 'acme.md');
    return named === '' ? undefined : { kind, file: sponsorFile(named), label, line };
  }
  const body = block(item, 'text');
  if (!body?.text.trim()) return fail(item, 'text', 'A text is empty.', 'Write it, or remove the item.');
  return { kind, body: { body: body.text, line: body.line }, label, line };
}

/** `acme`, `acme.md`, `sponsors/acme.md` are `content/sponsors/acme.md`. */
const sponsorFile = (written: string): string =>
  `content/sponsors/${written.replace(/^\/?(content\/)?sponsors\//, '').replace(/\.md$/i, '')}.md`;

/** Above the mark the intro, below it the sign-off; without it, all is intro. */
function halves(body: Passage, fields: Fields): Pick<EditionSource, 'intro' | 'signoff'> {
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

/** As parseEdition. */
export function parseSponsor(
  file: SourceFile,
  yaml: Yaml,
): { source: SponsorSource | undefined; problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const parts = splitFrontMatter(file);
  if ('problem' in parts) return { source: undefined, problems: [parts.problem] };
  const fields = parseFields(yaml, parts.yaml, SPONSOR_KEYS, { file: file.path, offset: 1, problems });
  if (!fields) return { source: undefined, problems };
  const name = need(fields, 'name', 'The sponsor');
  const url = need(fields, 'url', 'https://example.com/offer');
  if (url && !isWebUrl(url))
    fail(fields, 'url', `\`${url}\` is not a URL.`, 'Write it whole: `https://example.com/offer`.');
  return { source: { file: file.path, name, url, body: parts.body }, problems };
}
