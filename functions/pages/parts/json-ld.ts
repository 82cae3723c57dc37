/** JSON-LD: schema.org data of a page, for machines. */
import type { Entry, Picture } from '../../domain/content/article.ts';
import { articlePath } from '../../domain/site/paths.ts';
import { termPath, termSlug } from '../../domain/site/terms.ts';
import { formatRfc3339 } from '../../domain/time/instant.ts';
import type { PageContext } from './context.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

/** JSON in which no text can end the script element around it or start a comment there (HTML §4.12.1.3). */
export const jsonLdText = (data: object): string =>
  JSON.stringify(data).replace(/[<>&\u2028\u2029]/g, (c) => ESCAPES[c]!);

/** The logo is that of light pages: search engines show it on white. */
function organization({ publication, base, assets }: PageContext) {
  const logo = publication.logo && assets[publication.logo.light];
  return {
    '@type': 'NewsMediaOrganization',
    name: publication.title,
    url: `${base}/`,
    logo: logo === undefined ? undefined : { '@type': 'ImageObject', url: `${base}/${logo}` },
  };
}

/** The share variant, the crops, and the picture whole; a release of an earlier version has no crops. */
const imageUrls = ({ base }: PageContext, { share, crops = [], page }: Picture): string[] =>
  [share, ...crops, page.at(-1)].flatMap((variant) => (variant ? [`${base}/${variant.path}`] : []));

/** JSON leaves an undefined address out. */
function personOf({ base, hasTerms }: PageContext, name: string) {
  const slug = termSlug(name);
  const url = hasTerms && slug !== '' ? `${base}${termPath({ taxonomy: 'author', slug })}` : undefined;
  return { '@type': 'Person', name, url };
}

/** https://schema.org/NewsArticle. JSON leaves undefined values out. */
export function newsArticle(context: PageContext, entry: Entry): object {
  const { publication, base } = context;
  const { image } = entry;
  return {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline: entry.title,
    description: entry.summary,
    url: `${base}${articlePath(entry.slug)}`,
    mainEntityOfPage: entry.canonical ?? `${base}${articlePath(entry.slug)}`,
    datePublished: formatRfc3339(entry.date),
    dateModified: formatRfc3339(entry.updated ?? entry.date),
    author: entry.authors.map((name) => personOf(context, name)),
    publisher: organization(context),
    image: image && imageUrls(context, image),
    articleSection: publication.topics.find((t) => t.id === entry.topic)?.name,
    keywords: entry.tags.length > 0 ? entry.tags : undefined,
    wordCount: entry.words,
    inLanguage: publication.language,
    isAccessibleForFree: entry.access === 'public',
    correction: entry.corrections.length > 0 ? entry.corrections.map((c) => c.text) : undefined,
  };
}

export const webSite = (context: PageContext): object => ({
  '@context': 'https://schema.org',
  '@type': 'WebSite',
  name: context.publication.title,
  description: context.publication.description,
  url: `${context.base}/`,
  inLanguage: context.publication.language,
  publisher: organization(context),
});
