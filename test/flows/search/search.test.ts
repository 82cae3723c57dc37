import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../functions/domain/content/article.ts';
import { FOLD_MARK } from '../../../functions/domain/content/fragment.ts';
import { isVisible } from '../../../functions/domain/release/release.ts';
import { normaliseQuery } from '../../../functions/domain/search/query.ts';
import type { SearchAnswer } from '../../../functions/domain/search/search-answer.ts';
import { splitWords } from '../../../functions/domain/search/words.ts';
import { DAY, HOUR } from '../../../functions/domain/time/instant.ts';
import { search } from '../../../functions/flows/search/search.ts';
import { publishedViews } from '../../support/builders/published.ts';
import { anEntry, aPublication, NOON } from '../../support/builders/small-publication.ts';
import { aStore, type SmallStore } from '../../support/builders/small-site.ts';

const textOf = (text: string) => ({ html: '', text, pictures: [], folded: text.includes(FOLD_MARK) });

function aLibrary(texts: Record<string, string>, changes: Record<string, Partial<Entry>> = {}): SmallStore {
  const ids = Object.keys(texts);
  return aStore({
    entries: ids.map((id, i) =>
      anEntry({ id, title: id, summary: '', authors: [], date: NOON - (i + 1) * HOUR, ...changes[id] }),
    ),
    fragments: Object.fromEntries(ids.map((id) => [id, textOf(texts[id]!)])),
  });
}

async function ask(store: SmallStore, text: string, page = 1): Promise<SearchAnswer> {
  const view = await publishedViews(store).current();
  return (await search(view, normaliseQuery(text), page))!;
}

const idsIn = ({ results }: SearchAnswer) => results.map(({ entry }) => entry.id);

const harbour = () =>
  aLibrary(
    {
      tides: 'The harbour waits for low water, as the harbours of old did.',
      ferries: 'A ferry leaves the harbour at high tide.',
      gulls: 'Gulls and water, low and high.',
      museum: 'Nothing of the sea.',
    },
    { museum: { topic: 'business', title: 'The Ferry Museum' } },
  );

describe('a search', () => {
  it.each([
    ['harbour', 'tides ferries'],
    ['HARBOURS', 'tides ferries'],
    ['harb', 'tides ferries'],
    ['ferry', 'museum ferries'],
    ['"low water"', 'tides'],
    ['low water', 'gulls tides'],
    ['water -harbour', 'gulls'],
    ['ferry topic:business', 'museum'],
    ['topic:World', 'tides ferries gulls'],
    ['topic:nowhere', ''],
    ['"low harbour"', ''],
  ])('for %s finds %s', async (text, ids) => {
    expect(idsIn(await ask(harbour(), text)).join(' ')).toBe(ids);
  });

  it('guesses a mistyped word only where no article has it', async () => {
    const answer = await ask(harbour(), 'harbuor');
    expect([idsIn(answer), [...answer.meant]]).toEqual([['tides', 'ferries'], [['harbuor', 'harbour']]]);
    expect((await ask(harbour(), 'harbour')).meant.size).toBe(0);
  });

  it('finds the most words where no article has all, and says so', async () => {
    const answer = await ask(harbour(), 'gulls museum');
    expect([answer.partial, answer.total]).toEqual([true, 2]);
  });

  it('gives ten results a page, and the last page for one beyond', async () => {
    const texts = Object.fromEntries(Array.from({ length: 23 }, (_, i) => [`a${i}`, 'tide']));
    const [first, last, beyond] = [
      await ask(aLibrary(texts), 'tide'),
      await ask(aLibrary(texts), 'tide', 3),
    ].concat(await ask(aLibrary(texts), 'tide', 999));
    expect([first!.total, first!.pages, idsIn(first!).length, idsIn(last!).length]).toEqual([23, 3, 10, 3]);
    expect(idsIn(beyond!)).toEqual(idsIn(last!));
  });

  it('finds Japanese, Thai, Arabic, Korean and Greek words', async () => {
    const texts = {
      ja: '東京都庁は今日開く。',
      th: 'ท่าเรือเปิดวันนี้',
      ar: 'المِيناءُ مفتوح',
      ko: '항구에서 배가',
      el: 'Το λιμάνι',
    };
    const store = aLibrary(texts);
    const words = { ja: '都庁', th: 'ท่าเรือ', ar: 'الميناء', ko: '항구', el: 'ΛΙΜΑΝΙ' };
    for (const [id, word] of Object.entries(words)) expect(idsIn(await ask(store, word))).toEqual([id]);
  });

  it('knows German forms and spellings', async () => {
    const store = {
      ...aLibrary({ m: 'Die Möwen der Häfen' }),
      publication: aPublication({ language: 'de' }),
    };
    for (const word of ['möwe', 'moewe', 'mowe', 'Hafen', 'Hafens'])
      expect(idsIn(await ask(store, word))).toEqual(['m']);
  });

  it('is undefined where the release has no index', async () => {
    const view = await publishedViews(harbour()).current();
    const { search: _, ...index } = view.release.index;
    expect(await search({ ...view, release: { ...view.release, index } }, 'tide', 1)).toBeUndefined();
  });
});

describe('what is to come', () => {
  const store = (now: number) => ({
    ...aLibrary(
      {
        open: 'The harbour.',
        later: 'The secretest harbour.',
        draft: 'A secretest draft of the harbour.',
        gone: 'The secretest harbour that was.',
        letter: `A harbour${FOLD_MARK} with secretest words`,
        leaving: 'A harbour until tomorrow.',
      },
      {
        later: { date: NOON + DAY },
        draft: { draft: true },
        letter: { access: 'letter' },
        leaving: { withdrawn: { date: NOON + DAY, note: '' } },
      },
    ),
    now,
    withdrawn: new Set(['gone']),
  });

  it('is in no result, no total and no guess', async () => {
    const answer = await ask(store(NOON), 'harbour');
    expect([answer.total, idsIn(answer).sort()]).toEqual([3, ['leaving', 'letter', 'open']]);
    for (const text of ['secretest', 'secrete', 'secretesd', '"secretest harbour"']) {
      const { total, meant } = await ask(store(NOON), text);
      expect([text, total, meant.size]).toEqual([text, 0, 0]);
    }
  });

  it('comes and goes by time alone', async () => {
    expect(idsIn(await ask(store(NOON + DAY), 'harbour')).sort()).toEqual(['later', 'letter', 'open']);
    expect((await ask(store(NOON + DAY), 'secretesd')).meant.get('secretesd')).toBe('secretest');
  });
});

const word = fc.constantFrom('tide', 'tides', 'harbour', 'gull', 'möwe', '東京', 'ferry', 'low', 'x');
const story = fc.record({
  title: fc.array(word, { minLength: 1, maxLength: 4 }),
  text: fc.array(word, { maxLength: 8 }),
  hours: fc.integer({ min: -40, max: 40 }),
  draft: fc.boolean(),
  until: fc.option(fc.integer({ min: -40, max: 40 }), { nil: undefined }),
});

describe('at any instant', () => {
  it('every visible article is found by each word of its title, and nothing else is ever an answer', async () => {
    const instant = fc.integer({ min: -40, max: 40 });
    await fc.assert(
      fc.asyncProperty(fc.array(story, { maxLength: 9 }), instant, async (stories, hours) => {
        const entries = stories.map(({ title, hours: at, draft, until }, i) => ({
          ...anEntry({
            id: `a${i}`,
            title: title.join(' '),
            date: NOON + at * HOUR,
            draft,
            authors: [],
            summary: '',
          }),
          withdrawn: until === undefined ? undefined : { date: NOON + until * HOUR, note: '' },
        }));
        const fragments = Object.fromEntries(stories.map(({ text }, i) => [`a${i}`, textOf(text.join(' '))]));
        const now = NOON + hours * HOUR;
        const view = await publishedViews(aStore({ entries, fragments, now })).current();
        const visible = new Set(entries.filter((e) => isVisible(e, new Set(), now)).map(({ id }) => id));
        for (const one of new Set(stories.flatMap(({ title }) => title))) {
          const found = idsIn((await search(view, one, 1))!);
          const named = entries.filter(
            (e) => visible.has(e.id) && splitWords(e.title).includes(splitWords(one)[0]!),
          );
          expect(found.filter((id) => !visible.has(id))).toEqual([]);
          expect(named.filter(({ id }) => !found.includes(id))).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('hidden articles change no answer', async () => {
    const hidden = { draft: true, title: 'tide harbour gull', summary: 'low low', date: NOON - DAY };
    await fc.assert(
      fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 3 }), async (words) => {
        const open = harbour();
        const more = { ...open, entries: [...open.entries, anEntry({ id: 'z', ...hidden })] };
        const [one, other] = [await ask(open, words.join(' ')), await ask(more, words.join(' '))];
        expect([idsIn(other), other.total, other.meant]).toEqual([idsIn(one), one.total, one.meant]);
      }),
      { numRuns: 25 },
    );
  });
});
