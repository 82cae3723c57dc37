/** The head of a page: what search engines, previews of links, feed readers and browsers look for. */
import type { Entry } from '../../domain/content/article.ts';
import type { Topic } from '../../domain/publication/publication.ts';
import { SURFACES } from '../../domain/site/accent-colour.ts';
import { FEED_FORMATS, FEED_TYPES, type FeedFormat, feedPath } from '../../domain/site/paths.ts';
import { rfc3339 } from '../../domain/time/instant.ts';
import type { PageContext } from './context.ts';
import { jsonLdText } from './json-ld.ts';
import { type Html, html, raw } from './markup.ts';
import { page } from './words.ts';

export type PageHead = {
  title: string;
  description: string;
  /** Of this page, for canonical and OpenGraph. */
  path: string;
  /** The front page carries the whole masthead, others the running head. */
  front?: boolean;
  /** Keeps the page out of search engines: forms, letters' links, errors, what is hidden. */
  robots?: 'noindex';
  /** Its feeds are offered beside those of the whole. */
  topic?: Topic;
  /** An article's page: OpenGraph's article, the share picture, canonical and translations. */
  entry?: Entry;
  jsonLd?: object;
};

const FORMAT_NAMES: Readonly<Record<FeedFormat, string>> = { rss: 'RSS', atom: 'Atom', json: 'JSON' };

/** Below the root with its hash; an asset that nobody made shows its plain name in the 404. */
export const asset = ({ assets }: PageContext, name: string): string =>
  `/${assets[name] ?? `assets/${name}`}`;

const meta = (property: string, content: string | number): Html =>
  html`<meta property="${property}" content="${content}">
`;

/** Absolute, because what looks for feeds often reads a page without minding where it lay. */
function feedLinks({ publication, base }: PageContext, topic?: Topic): Html[] {
  const name = topic ? `${publication.title}: ${topic.name}` : publication.title;
  return FEED_FORMATS.map(
    (format) =>
      html`<link rel="alternate" type="${FEED_TYPES[format]}" title="${name} (${FORMAT_NAMES[format]})" href="${base}${feedPath(format, topic?.id)}">
`,
  );
}

/** https://ogp.me: absolute URLs, the share variant with its measures. */
function shareImage({ base }: PageContext, entry: Entry | undefined): Html | false {
  const share = entry?.image?.share;
  if (!entry?.image || !share)
    return html`<meta name="twitter:card" content="summary">
`;
  return html`${meta('og:image', `${base}/${share.path}`)}${meta('og:image:width', share.width)}${meta('og:image:height', share.height)}${meta('og:image:alt', entry.image.alt)}<meta name="twitter:card" content="summary_large_image">
`;
}

function articleMeta({ publication }: PageContext, entry: Entry): Html {
  const topic = publication.topics.find((t) => t.id === entry.topic);
  return html`${meta('article:published_time', rfc3339(entry.date))}${
    entry.updated !== undefined && meta('article:modified_time', rfc3339(entry.updated))
  }${topic && meta('article:section', topic.name)}${entry.tags.map((tag) => meta('article:tag', tag))}`;
}

/** og:locale has the form en_GB; a language alone is left out rather than guessed. */
const localeMeta = (language: string): Html | false =>
  /^[a-z]{2}-[A-Z]{2}$/.test(language) && meta('og:locale', language.replace('-', '_'));

function openGraph(context: PageContext, head: PageHead): Html {
  const { publication, base } = context;
  return html`${meta('og:site_name', publication.title)}${meta('og:type', head.entry ? 'article' : 'website')}${meta('og:title', head.title)}${meta('og:description', head.description)}${meta('og:url', `${base}${head.path}`)}${localeMeta(publication.language)}${
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

/** The front page is called by the publication's name alone. */
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
<link rel="icon" href="${asset(context, 'favicon.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${asset(context, 'style.css')}">
${feedLinks(context)}${head.topic && feedLinks(context, head.topic)}<link rel="alternate" type="text/x-opml" title="${page(context, 'feeds-opml')}" href="${context.base}/feeds.opml">
${!head.robots && openGraph(context, head)}${
  head.jsonLd &&
  html`<script type="application/ld+json">${raw(jsonLdText(head.jsonLd))}</script>
`
}${
  preview &&
  html`<script src="${asset(context, 'preview.js')}" defer></script>
`
}`;
}
