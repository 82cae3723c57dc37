import { describe, expect, it } from 'vitest';
import type { Entry } from '../../functions/domain/content/article.ts';
import { homePage, planFront } from '../../functions/pages/home.ts';
import { entryOf, pageContext } from '../support/builders/every-page.ts';

const stories = (pictured: readonly number[], length = 12): Entry[] =>
  Array.from({ length }, (_, i) => {
    const entry = entryOf(`Story ${i}`, { id: `n${i}` });
    return pictured.includes(i) ? entry : { ...entry, image: undefined };
  });
const ids = (entries: readonly Entry[]) => entries.map((e) => e.id);

describe('the front page', () => {
  it('leads with the newest story, or with a slightly older one that has a picture', () => {
    expect(planFront(stories([0, 1])).lead!.id).toBe('n0');
    expect(planFront(stories([2])).lead!.id).toBe('n2');
    expect(planFront(stories([9])).lead!.id).toBe('n0');
  });

  it('gives pictured stories the cards', () => {
    expect(ids(planFront(stories([0, 2, 4, 5])).cards)).toEqual(['n2', 'n4', 'n5']);
  });

  it('prints every story once, and all of them', () => {
    for (const length of [1, 2, 3, 4, 5, 6, 7, 8, 12, 40]) {
      const { lead, cards, more, rest } = planFront(stories([0, 3, 5], length));
      expect(ids([lead!, ...cards, ...more, ...rest]).sort()).toEqual(ids(stories([], length)).sort());
    }
  });

  it.each([
    [1, [0, 0], false],
    [2, [1, 0], true],
    [3, [2, 0], true],
    [4, [3, 0], false],
    [5, [0, 4], false],
    [6, [0, 5], false],
    [7, [3, 3], false],
    [12, [3, 6], false],
  ])('of %i stories leaves no hole: cards and list %j, beside the lead %s', (length, sizes, beside) => {
    const plan = planFront(stories([0, 1, 2, 3], length));
    expect([plan.cards.length, plan.more.length]).toEqual(sizes);
    expect(plan.beside).toBe(beside);
  });

  it('leads with no picture that would be blurred at that size', () => {
    const [tiny, ...others] = stories([0, 1]);
    const small = { ...tiny!, image: { ...tiny!.image!, width: 200, height: 200 } };
    expect(planFront([small, ...others]).lead!.id).toBe('n1');
  });

  it('shows drafts and what is to come in preview only', () => {
    const front = { newest: stories([]), hidden: [entryOf('Secret', { draft: true })], months: [] };
    expect(homePage(pageContext(), front)).not.toContain('Secret');
    expect(homePage(pageContext('x', { preview: true }), front)).toContain('Secret');
  });

  it('has its name in text on dark grounds where no logo is for those', () => {
    const logo = { light: 'l.svg', dark: 'l.svg', alt: 'A logo', lightOnly: true } as const;
    const context = pageContext('The Paper', { assets: { 'style.css': 's.css', 'l.svg': 'assets/l.svg' } });
    const page = homePage(
      { ...context, publication: { ...context.publication, logo } },
      {
        newest: [],
        hidden: [],
        months: [],
      },
    );
    expect(page).toContain('alt="A logo"><span class="nameplate-text logo-dark">The Paper</span>');
  });

  it('stands by its name where the logo is not among the assets', () => {
    const page = homePage(pageContext('The Paper', { assets: {} }), { newest: [], hidden: [], months: [] });
    expect(page).toContain('class="nameplate-text" href="/">The Paper');
  });
});
