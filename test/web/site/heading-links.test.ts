import { beforeAll, describe, expect, it } from 'vitest';
import { PAGE_IDS } from '../../../functions/domain/site/paths.ts';
import { assembleAlert, assembleDigest, assembleEdition } from '../../../functions/flows/letters/assemble.ts';
import { extra, html } from '../../support/builders/an-edition.ts';
import { letterView, placeEntries } from '../../support/builders/letter-view.ts';
import { NOON } from '../../support/builders/small-publication.ts';
import { aSite, type SmallStore } from '../../support/builders/small-site.ts';
import { linkedPublication } from '../../support/publications/linked-publication.ts';

const BASE = 'https://paper.example';
const SLUGS = ['x', 'a', 'a-b', 'go', 'sign-up', 'inside'];
const PAGES = [...SLUGS.map((slug) => `/articles/${slug}`), '/editions/2026-11-23-brief'];
const FEEDS = ['/feed.xml', '/atom.xml', '/feed.json'];

let store: SmallStore;
let ask: (path: string) => Promise<string>;

beforeAll(async () => {
  store = await linkedPublication();
  const { app } = aSite(store, { preview: true });
  const known = new Map<string, Promise<string>>();
  const fetchPage = async (path: string): Promise<string> => {
    const response = await app.request(path);
    const to = response.headers.get('location');
    return to === null ? response.text() : ask(new URL(to, BASE).pathname);
  };
  ask = (path) => {
    const page = known.get(path) ?? fetchPage(path);
    known.set(path, page);
    return page;
  };
});

const idsOf = (text: string): string[] => Array.from(text.matchAll(/<[^<>]* id="([^"]*)"/g), ([, id]) => id!);

/** The links of a text that lead to a place, whole; a feed's HTML is read behind its escapes. */
const linksOf = (text: string, at: string): URL[] =>
  Array.from(
    text
      .replace(/\\"/g, '"')
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&(?:quot|#34);/g, '"')
      .matchAll(/<a href="([^"]*#[^"]*)"/g),
    ([, href]) => new URL(href!, BASE + at),
  ).filter(({ origin }) => origin === BASE);

async function listDead(text: string, at: string): Promise<string[]> {
  const dead: string[] = [];
  for (const link of linksOf(text, at)) {
    const page = link.pathname === at ? text : await ask(link.pathname);
    if (!idsOf(page).includes(decodeURIComponent(link.hash.slice(1))))
      dead.push(`${at} → ${decodeURIComponent(link.href)}`);
  }
  return dead;
}

const listTwins = (text: string): string[] => idsOf(text).filter((id, i, ids) => ids.indexOf(id) !== i);

describe('every link to a place', () => {
  it.each(PAGES)('on %s has its id there, and no id is there twice', async (path) => {
    const page = await ask(path);
    expect(linksOf(page, path).length).toBeGreaterThan(0);
    expect(await listDead(page, path)).toEqual([]);
    expect(listTwins(page)).toEqual([]);
  });

  it.each(FEEDS)('in %s has its id on the page', async (path) => {
    const feed = await ask(path);
    expect(linksOf(feed, path).length).toBeGreaterThan(100);
    expect(await listDead(feed, path)).toEqual([]);
  });

  it.each(['edition', 'digest', 'alert', 'alert of what only letters print'])(
    'in an %s leads to a page, and no id is left',
    async (kind) => {
      const { entries, fragments, editions, publication } = store;
      const view = await letterView({ entries, fragments, editions, publication });
      const [daily] = publication.newsletters;
      const placed = await placeEntries(view, entries);
      const one = placed.find(({ id }) => id === (kind === 'alert' ? 'x' : 'inside'))!;
      const { letter } =
        kind === 'edition'
          ? await assembleEdition(view, editions[0]!, extra)
          : kind === 'digest'
            ? await assembleDigest(view, daily!, placed, { ...extra, slot: NOON })
            : await assembleAlert(view, { ...one, alert: 'daily' }, extra);
      const text = html(letter);
      expect(text).not.toMatch(/href="#|\/editions\/[^"]*#go-deeper| id="[^"]*(?:fn|how)/);
      expect(await listDead(text, '/')).toEqual([]);
      expect(text).toContain('[1]');
    },
  );
});

it('the list of the ids that pages have by themselves is whole', async () => {
  const page = (await ask('/articles/sign-up')).replace(/<div class="prose">.*?<\/section>\n?<\/div>/s, '');
  const fold = (await ask('/articles/sign-up')).match(/id="go-deeper"/g);
  expect([...idsOf(page), 'go-deeper'].sort()).toEqual([...PAGE_IDS].sort());
  expect(fold).toHaveLength(1);
});
