/** Search: the page of results, and the description by which browsers add the site's search to their own (OpenSearch). */
import { BroadsheetError } from '../../domain/error.ts';
import { normaliseQuery } from '../../domain/search/query.ts';
import { searchPath } from '../../domain/site/paths.ts';
import { OPEN_SEARCH_TYPE, renderOpenSearch } from '../../feeds/open-search.ts';
import type { View } from '../../flows/release/view.ts';
import { search } from '../../flows/search/search.ts';
import { searchPage } from '../../pages/search.ts';
import { SEARCH_CACHE_POLICY, SEARCH_POLICY } from '../http/headers.ts';
import type { Resource } from './resource.ts';
import type { RouteOutput, Site } from './site.ts';

/** `path`: `/search`, with the query as the client sent it. Queries that mean the same share one resource. */
export function getSearch(site: Site, path: string): Promise<Resource> {
  const asked = new URLSearchParams(path.slice('/search'.length));
  const query = normaliseQuery(asked.get('q') ?? '');
  const page = query !== '' && /^[1-9]\d{0,3}$/.test(asked.get('page') ?? '') ? Number(asked.get('page')) : 1;
  return site.getOrMake(searchPath(query, page), (view) => makeSearch(site, view, query, page));
}

/** Throws `not-found` for a release of a version without a search, whose pages do not link here. */
async function makeSearch(site: Site, view: View, query: string, page: number): Promise<RouteOutput> {
  if (view.release.index.search === undefined)
    throw new BroadsheetError('not-found', 'The live release was built without a search.');
  const answer = query === '' ? undefined : await search(view, query, page);
  return {
    text: searchPage(site.context(view), { query, answer }),
    cachePolicy: SEARCH_CACHE_POLICY,
    // An editor's preview has its own policy, which allows our scripts anyway.
    ...(site.deps.preview ? {} : { fields: { 'Content-Security-Policy': SEARCH_POLICY } }),
  };
}

export async function makeOpenSearch({ deps: { base } }: Site, view: View): Promise<RouteOutput> {
  const { title, description, language } = view.release.index.publication;
  return {
    text: renderOpenSearch({ title, description, language, base }),
    type: OPEN_SEARCH_TYPE,
    modified: view.changes.site,
  };
}
