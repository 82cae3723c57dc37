import { describe, expect, it } from 'vitest';
import {
  CONTENT_PATHS,
  FEED_PATHS,
  FIXED_PAGES,
  isFixedPath,
  LOCAL_PARTS,
  PERSONAL_PATHS,
} from '../../../functions/domain/site/public-paths.ts';
import { routes } from '../../support/probes/routes.ts';

const ALL = await routes();
const isLocal = (path: string): boolean => LOCAL_PARTS.includes(path.split('/')[1]!);
const sorted = (paths: Iterable<string>): string[] => [...new Set(paths)].toSorted();

describe('the list of public paths', () => {
  it('has every path that is answered, and no other', () => {
    const listed = [...CONTENT_PATHS, ...FEED_PATHS.map(({ path }) => path), ...Object.keys(PERSONAL_PATHS)];
    const answered = ALL.map(({ path }) => path).filter((path) => !isLocal(path));
    expect(sorted(listed)).toEqual(sorted(answered));
  });

  it('has each form among what is one reader’s, and nothing there that is no form', () => {
    const posted = ALL.filter(({ method, path }) => method === 'POST' && !isLocal(path));
    expect(sorted(posted.map(({ path }) => path))).toEqual(sorted(Object.keys(PERSONAL_PATHS)));
  });

  it('says which pages the sitemap names', () => {
    expect(FIXED_PAGES).toEqual(['/', '/archive', '/feeds', '/subscribe']);
  });

  it.each(['/', '/archive/2026-11', '/feed.xml', '/feeds.opml', '/sitemap.xml', '/subscribe'])(
    'lets links lead to %s whatever the content says',
    (path) => expect(isFixedPath(path)).toBe(true),
  );

  it.each(['/archive/spring', '/articles/one', '/topics/world/feed.xml', '/healthz', '/manage/x', '/outbox'])(
    'does not know by itself whether there is a page at %s',
    (path) => expect(isFixedPath(path)).toBe(false),
  );
});
