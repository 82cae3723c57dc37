/** The head of a page, for search engines, link previews (OpenGraph), feed readers and browsers. */
import type { Entry } from '../../domain/content/article.ts';
import { CARD_SIZE, cardPath, homeCard, type ShareCard } from '../../domain/content/share-card.ts';
import type { Topic } from '../../domain/publication/publication.ts';
import { SURFACES } from '../../domain/site/accent-colour.ts';
import {
  FAVICON,
  FEED_FORMATS,
  FEED_MIME_TYPES,
  type FeedFormat,
  feedPath,
  iconName,
  OLD_VECTOR_ICON,
  VECTOR_ICON,
} from '../../domain/site/paths.ts';
import { type TermAddress, termFeedPath } from '../../domain/site/terms.ts';
import { formatList } from '../../domain/text/dates.ts';
import { formatRfc3339 } from '../../domain/time/instant.ts';
import type { PageContext } from './context.ts';
import { jsonLdText } from './json-ld.ts';
import { type Html, html, raw } from './markup.ts';
import { sayPage } from './words.ts';

export type PageHead = {
  title: string;
  description: string;
  /** The path of this page, for the canonical link and OpenGraph. */
  path: string;
  /** The front page has the whole masthead, all other pages a small one. */
  front?: boolean;
  /** Keeps forms, pages of letters' links, errors and hidden articles out of search engines. */
  robots?: 'noindex';
  /** A topic whose feeds are offered beside those of the publication. */
  /** The term whose feeds the page offers. */
  term?: TermAddress & { name: string };
  topic?: Topic;
  /** The article of an article's page: for OpenGraph's article, the share image, canonical and translations. */
  entry?: Entry;
  /** The share card of a page without a picture; by default that of the front page. */
  card?: ShareCard;
  jsonLd?: object;
};

const FORMAT_NAMES: Readonly<Record<FeedFormat, string>> = { rss: 'RSS', atom: 'Atom', json: 'JSON' };

/** The path of an asset, with its hash. An asset that is missing keeps its plain name, so that its 404 shows the name. */
export const assetPath = ({ assets }: PageContext, name: string): string =>
  `/${assets[name] ?? `assets/${name}`}`;

/** False for a release of a version without a search, whose words lack those of its page. */
export const hasSearch = ({ words }: PageContext): boolean => words['page.search'] !== undefined;

const metaTag = (property: string, content: string | number): Html =>
  html`<meta property="${property}" content="${content}">
`;

/** A release of an older version has one vector icon, under another name. */
function iconLinks(context: PageContext): Html[] {
  const link = (rel: string, name: string, rest: Html) =>
    context.assets[name] === undefined
      ? []
      : [
          html`<link rel="${rel}" href="${assetPath(context, name)}"${rest}>
`,
        ];
  return [
    ...link('icon', FAVICON, html` sizes="32x32"`),
    ...link('icon', iconName(192), html` type="image/png" sizes="192x192"`),
    ...link('icon', VECTOR_ICON, html` type="image/svg+xml"`),
    ...link('icon', OLD_VECTOR_ICON, html` type="image/svg+xml"`),
    ...link('apple-touch-icon', iconName(180), html` sizes="180x180"`),
  ];
}

/** Links to the feeds. They are absolute, because feed finders often read a page without regard to its address. */
function feedLinks({ publication, base }: PageContext, topic?: Topic): Html[] {
  const name = topic ? `${publication.title}: ${topic.name}` : publication.title;
  return FEED_FORMATS.map(
    (format) =>
      html`<link rel="alternate" type="${FEED_MIME_TYPES[format]}" title="${name} (${FORMAT_NAMES[format]})" href="${base}${feedPath(format, topic?.id)}">
`,
  );
}

function termFeedLinks({ publication, base }: PageContext, term: TermAddress & { name: string }): Html[] {
  return FEED_FORMATS.map(
    (format) =>
      html`<link rel="alternate" type="${FEED_MIME_TYPES[format]}" title="${publication.title}: ${term.name} (${FORMAT_NAMES[format]})" href="${base}${termFeedPath(format, term)}">
`,
  );
}

/** OpenGraph (https://ogp.me): absolute URLs, and the share variant of the image with its size. */
function shareImage(context: PageContext, { entry, title, card }: PageHead): Html {
  const { base, cards, publication } = context;
  const own = entry?.image?.share && { ...entry.image.share, alt: entry.image.alt };
  const drawn = cards && { ...CARD_SIZE, path: cardPath(card ?? homeCard(publication)), alt: title };
  const shown = own ?? drawn;
  if (!shown)
    return html`<meta name="twitter:card" content="summary">
`;
  return html`${metaTag('og:image', `${base}/${shown.path}`)}${metaTag('og:image:width', shown.width)}${metaTag('og:image:height', shown.height)}${metaTag('og:image:alt', shown.alt)}<meta name="twitter:card" content="summary_large_image">
`;
}

function articleMeta({ publication }: PageContext, entry: Entry): Html {
  const topic = publication.topics.find((t) => t.id === entry.topic);
  return html`${metaTag('article:published_time', formatRfc3339(entry.date))}${
    entry.updated !== undefined && metaTag('article:modified_time', formatRfc3339(entry.updated))
  }${entry.authors.map((name) => metaTag('article:author', name))}${topic && metaTag('article:section', topic.name)}${entry.tags.map((tag) => metaTag('article:tag', tag))}`;
}

/** og:locale has the form en_GB. A language without a region gets no og:locale, because the region would be a guess. */
const localeMeta = (language: string): Html | false =>
  /^[a-z]{2}-[A-Z]{2}$/.test(language) && metaTag('og:locale', language.replace('-', '_'));

function openGraph(context: PageContext, head: PageHead): Html {
  const { publication, base } = context;
  return html`${metaTag('og:site_name', publication.title)}${metaTag('og:type', head.entry ? 'article' : 'website')}${metaTag('og:title', head.title)}${metaTag('og:description', head.description)}${metaTag('og:url', `${base}${head.path}`)}${localeMeta(publication.language)}${
    head.entry && articleMeta(context, head.entry)
  }${shareImage(context, head)}`;
}

function canonical({ base, publication }: PageContext, { entry, path }: PageHead): Html {
  const others = Object.entries(entry?.translations ?? {});
  const own = entry?.canonical ?? `${base}${path}`;
  const languages = others.length > 0 ? [[publication.language, own] as const, ...others] : [];
  return html`<link rel="canonical" href="${own}">
${languages.map(
  ([language, url]) => html`<link rel="alternate" hreflang="${language}" href="${url}">
`,
)}`;
}

/** The front page has the publication's name alone as its title. */
const titleText = ({ publication }: PageContext, { title, front }: PageHead): string =>
  front || title === publication.title ? title : `${title} · ${publication.title}`;

export function headMarkup(context: PageContext, head: PageHead): Html {
  const { preview } = context;
  return html`<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${titleText(context, head)}</title>
<meta name="description" content="${head.description}">
<meta name="robots" content="${head.robots ?? 'max-image-preview:large'}">
${
  head.entry &&
  head.entry.authors.length > 0 &&
  html`<meta name="author" content="${formatList(context, head.entry.authors)}">
`
}${!head.robots && canonical(context, head)}<meta name="color-scheme" content="light dark">
<meta name="theme-color" media="(prefers-color-scheme: light)" content="${SURFACES.light.paper}">
<meta name="theme-color" media="(prefers-color-scheme: dark)" content="${SURFACES.dark.paper}">
${iconLinks(context)}<link rel="stylesheet" href="${assetPath(context, 'style.css')}">
${feedLinks(context)}${head.topic && feedLinks(context, head.topic)}${head.term && termFeedLinks(context, head.term)}<link rel="alternate" type="text/x-opml" title="${sayPage(context, 'feeds-opml')}" href="${context.base}/feeds.opml">
${
  hasSearch(context) &&
  html`<link rel="search" type="application/opensearchdescription+xml" title="${context.publication.title}" href="/opensearch.xml">
`
}${!head.robots && openGraph(context, head)}${
  head.jsonLd &&
  html`<script type="application/ld+json">${raw(jsonLdText(head.jsonLd))}</script>
`
}${
  preview &&
  html`<script src="${assetPath(context, 'preview.js')}" defer></script>
`
}`;
}
