/** A crawler: follows every link of a site that leads to the site, in pages, feeds, OPML and sitemap alike. */

export type Answer = { path: string; status: number; type: string; text: string };

/** Addresses in markup: attributes, elements of XML, and values of JSON. */
const ADDRESSES = [
  /\b(?:href|src|xmlUrl|htmlUrl|url)="([^"]+)"/gi,
  /<loc>([^<]+)<\/loc>/g,
  /"(?:home_page_url|feed_url|next_url|url)": ?"([^"]+)"/g,
];
/** Pages of editors, and files that are no documents. */
const LEFT_OUT = /^\/(?:outbox|preview|media|assets)\b/;

const unescapeXml = (text: string): string =>
  text.replaceAll('&amp;', '&').replaceAll('&#38;', '&').replaceAll('&#x26;', '&');

/** The paths of the site that a document leads to, without fragments. */
function linksOf(text: string, base: string): string[] {
  return ADDRESSES.flatMap((pattern) => [...text.matchAll(pattern)])
    .map(([, address]) => unescapeXml(address!))
    .filter((address) => URL.canParse(address, base))
    .map((address) => new URL(address, base))
    .filter((url) => url.origin === new URL(base).origin && !LEFT_OUT.test(url.pathname))
    .map((url) => url.pathname + url.search);
}

/** Every document that is reached from the front page, the sitemap and the list of feeds; bounded, so that the crawl ends by itself. */
export async function crawl(base: string, most = 2000): Promise<Answer[]> {
  const queue = ['/', '/sitemap.xml', '/feeds', '/feeds.opml'];
  const seen = new Set(queue);
  const answers: Answer[] = [];
  for (let path = queue.shift(); path !== undefined && answers.length < most; path = queue.shift()) {
    const response = await fetch(base + path);
    const answer = {
      path,
      status: response.status,
      type: response.headers.get('content-type') ?? '',
      text: await response.text(),
    };
    answers.push(answer);
    for (const next of linksOf(answer.text, base + path))
      if (!seen.has(next)) queue.push(next) && seen.add(next);
  }
  return answers;
}

export const isPage = ({ type }: Answer): boolean => type.startsWith('text/html');
export const isFeed = ({ type }: Answer): boolean => /rss\+xml|atom\+xml|feed\+json/.test(type);
