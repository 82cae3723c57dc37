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
    const { lead, cards, brief, rest } = planFront(stories([0, 3, 5]));
    expect(ids([lead!, ...cards, ...brief, ...rest]).sort()).toEqual(ids(stories([])).sort());
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
