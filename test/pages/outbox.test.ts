import { describe, expect, it } from 'vitest';
import { LETTERS_MAILBOX, outboxPage } from '../../functions/pages/outbox.ts';

const message = {
  id: '1',
  subject: 'خبر',
  kind: 'edition',
  run: '',
  attempt: 1,
  bytes: 0,
  to: 'x',
  at: 0,
} as const;
const list = {
  mailbox: LETTERS_MAILBOX,
  messages: [message],
  total: 1,
  query: '',
  filter: '',
  older: undefined,
};
const context = { title: 'جريدة', language: 'ar', timezone: 'UTC', icon: '/i.svg', reload: '/r.js' };
const opened = {
  message,
  view: 'text',
  headers: [],
  text: '\u20661 big thing:\u2069 خبر',
  source: '',
} as const;

describe('a page for editors of a publication in Arabic', () => {
  const english = { language: 'en', 'outbox.title-letters': '\u2066Letters\u2069' };
  const page = outboxPage({ ...context, words: english }, list, opened);

  it('is English from left to right where the words are, and tells the content apart', () => {
    expect(page).toContain('<html lang="en" dir="ltr">');
    expect(page).toContain('<title>خبر · Letters · جريدة</title>');
    expect(page).toContain('<h2 lang="ar" dir="rtl">خبر</h2>');
    expect(page).toContain(
      '<pre tabindex="0" class="text" lang="ar" dir="rtl">\u20661 big thing:\u2069 خبر</pre>',
    );
    expect(page).toContain('1 Jan 1970');
  });

  it('is Arabic all through where there are words', () => {
    const own = outboxPage({ ...context, words: { 'outbox.title-letters': 'رسائل' } }, list, opened);
    expect(own).toContain('<html lang="ar" dir="rtl">');
  });
});
