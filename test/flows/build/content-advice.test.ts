import { describe, expect, it } from 'vitest';
import { article } from '../../support/builders/content.ts';
import { ARTICLE_FILE, EDITION_FILE, edition, problemsOf } from '../../support/builders/content-folder.ts';

describe('advice', () => {
  const long = 'word '.repeat(70).trim();
  it.each([
    [article('', ''), '6: warning: The article has no words. Write it, or set `draft: true`.'],
    [
      article('', 'One.\n\nTwo.\n\nThree.\n\n**Why it matters:** x'),
      '6: warning: No "Why it matters" in the first 3 paragraphs. Add a paragraph that begins with `**Why it matters:**`.',
    ],
    [article().replace('A headline', long), '2: warning: The title has 349 characters. Shorten it to 100'],
    [article(`summary: ${long}`), '5: warning: The summary has 349 characters. Shorten it to 300'],
    [
      article('image:\n  src: images/a.png\n  credit: x'),
      '6: warning: The image `images/a.png` has no alt text. Say what it shows',
    ],
    [
      article('image:\n  src: images/a.png\n  alt: alt text\n  credit: x'),
      '6: warning: The alt text `alt text` of `images/a.png` is a placeholder. Say what the image shows',
    ],
    [
      article('', '**Why it matters:** ==x=='),
      '6: warning: `==x==` looks like markup of another program, and is printed as typed.',
    ],
    [
      article('', '**Why it matters:** x\n\n![A bus](images/a.png)'),
      '8: warning: The image `images/a.png` has no credit. Say who made it: `credit`.',
    ],
    [
      article('', '**Why it matters:** It costs TK pounds.'),
      '6: warning: A placeholder is left: `TK`. Write what was to come.',
    ],
    [
      article().replace('A headline', 'TKTK'),
      '2: warning: A placeholder is left: `TKTK`. Write what was to come.',
    ],
  ])('%#', async (text, expected) => {
    const found = await problemsOf({ 'content/images/a.png': 'x', [ARTICLE_FILE]: text });
    expect(found).toEqual([expect.stringContaining(expected)]);
  });

  it('is silent about words that only look like placeholders, and about drafts without words', async () => {
    expect(
      await problemsOf({ [ARTICLE_FILE]: article('', '**Why it matters:** ATK, TKO and Atkins.') }),
    ).toEqual([]);
    expect(await problemsOf({ [ARTICLE_FILE]: article('draft: true', '') })).toEqual([]);
  });

  it.each([
    [edition('items: []'), '5: warning: The edition has no items. Add `items:`'],
    [
      edition('items: [{ article: a }]').replace('preheader: More\n', ''),
      '3: warning: There is no `preheader`. Add one: inboxes show it behind the subject.',
    ],
    [
      edition('items: [{ article: a }]').replace('Hello', long),
      '3: warning: The subject has 349 characters. Shorten it to 70',
    ],
    [edition('items: [{ article: a }]', 'TK'), '7: warning: A placeholder is left: `TK`.'],
  ])('is given about editions: %#', async (text, expected) => {
    expect(await problemsOf({ [EDITION_FILE]: text })).toEqual([expect.stringContaining(expected)]);
  });
});
