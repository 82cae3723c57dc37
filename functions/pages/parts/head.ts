/** The head of a page, for search engines, link previews (OpenGraph), feed readers and browsers. */
import type { Entry } from '../../domain/content/article.ts';
import type { Topic } from '../../domain/publication/publication.ts';
import { SURFACES } from '../../domain/site/accent-colour.ts';
import { FEED_FORMATS, FEED_MIME_TYPES, type FeedFormat, feedPath } from '../../domain/site/paths.ts';
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
  topic?: Topic;
  /** The article of an article's page: for OpenGraph's article, the share image, canonical and translations. */
  entry?: Entry;
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

/** Links to the feeds. They are absolute, because feed finders often read a page without regard to its address. */
function feedLinks({ publication, base }: PageContext, topic?: Topic): Html[] {
  const name = topic ? `${publication.title}: ${topic.name}` : publication.title;
  return FEED_FORMATS.map(
    (format) =>
      html`<link rel="alternate" type="${FEED_MIME_TYPES[format]}" title="${name} (${FORMAT_NAMES[format]})" href="${base}${feedPath(format, topic?.id)}">
`,
  );
}

/** OpenGraph (https://ogp.me): absolute URLs, and the share variant of the image with its size. */
function shareImage({ base }: PageContext, entry: Entry | undefined): Html | false {
  const share = entry?.image?.share;
  if (!entry?.image || !share)
    return html`<meta name="twitter:card" content="summary">
`;
  return html`${metaTag('og:image', `${base}/${share.path}`)}${metaTag('og:image:width', share.width)}${metaTag('og:image:height', share.height)}${metaTag('og:image:alt', entry.image.alt)}<meta name="twitter:card" content="summary_large_image">
`;
}

function articleMeta({ publication }: PageContext, entry: Entry): Html {
  const topic = publication.topics.find((t) => t.id === entry.topic);
  return html`${metaTag('article:published_time', formatRfc3339(entry.date))}${
    entry.updated !== undefined && metaTag('article:modified_time', formatRfc3339(entry.updated))
  }${topic && metaTag('article:section', topic.name)}${entry.tags.map((tag) => metaTag('article:tag', tag))}`;
}

/** og:locale has the form en_GB. A language without a region gets no og:locale, because the region would be a guess. */
const localeMeta = (language: string): Html | false =>
  /^[a-z]{2}-[A-Z]{2}$/.test(language) && metaTag('og:locale', language.replace('-', '_'));

function openGraph(context: PageContext, head: PageHead): Html {
  const { publication, base } = context;
  return html`${metaTag('og:site_name', publication.title)}${metaTag('og:type', head.entry ? 'article' : 'website')}${metaTag('og:title', head.title)}${metaTag('og:description', head.description)}${metaTag('og:url', `${base}${head.path}`)}${localeMeta(publication.language)}${
    head.entry && articleMeta(context, head.entry)
  }${shareImage(context, head.entry)}`;
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
${
  head.robots &&
  html`<meta name="robots" content="${head.robots}">
`
}${!head.robots && canonical(context, head)}<meta name="color-scheme" content="light dark">
<meta name="theme-color" media="(prefers-color-scheme: light)" content="${SURFACES.light.paper}">
<meta name="theme-color" media="(prefers-color-scheme: dark)" content="${SURFACES.dark.paper}">
<link rel="icon" href="${assetPath(context, 'favicon.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${assetPath(context, 'style.css')}">
${feedLinks(context)}${head.topic && feedLinks(context, head.topic)}<link rel="alternate" type="text/x-opml" title="${sayPage(context, 'feeds-opml')}" href="${context.base}/feeds.opml">
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
