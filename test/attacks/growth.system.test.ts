import { describe, expect, it } from 'vitest';
import { proseStyles } from '../../functions/adapters/mjml/prose-styles.ts';
import { outcomeOf } from '../../functions/adapters/smtp/outcome.ts';
import { parseMailbox } from '../../functions/domain/publication/mailbox-fields.ts';
import { parseSchedule } from '../../functions/domain/publication/schedule.ts';
import { errorText } from '../../functions/flows/log-text.ts';
import { findAddressFault } from '../../functions/web/readers/subscribe.ts';
import { article, PUBLICATION, readFiles, yaml } from '../support/builders/content.ts';
import { aFullStore, aSite } from '../support/builders/small-site.ts';
import { growth, LINEAR } from '../support/probes/growth.ts';

type Bomb = (size: number) => string;
const tabs: Bomb = (size) => '\t'.repeat(size);

describe('the measure of growth', () => {
  it('tells what is quadratic from what is linear', async () => {
    const spaces = (size: number) => `x${' '.repeat(size)}x`;
    expect(await growth((text) => text.replace(/\s+$/, ''), spaces, 300)).toBeGreaterThan(LINEAR);
    expect(await growth((text) => text.trimEnd(), spaces)).toBeLessThan(LINEAR);
  });
});

describe('a request', () => {
  const { app } = aSite(aFullStore());
  const ask = (path: string) => app.request(path, { headers: { accept: 'text/html' } });
  const header = (name: string) => (value: string) => app.request('/', { headers: { [name]: value } });

  it.each<[string, (input: string) => unknown, Bomb]>([
    ['slashes before the end of a path', ask, (size) => `/${'//'.repeat(size)}x`],
    ['slashes in code', ask, (size) => `/${'%2f'.repeat(size)}x`],
    ['dots in a name', ask, (size) => `/assets/${'.a'.repeat(size)}!`],
    ['If-None-Match', header('if-none-match'), (size) => 'W/"'.repeat(size)],
    ['If-Modified-Since', header('if-modified-since'), (size) => `Mon, ${'1 '.repeat(size)}`],
    ['Accept-Encoding', header('accept-encoding'), (size) => 'br;q=0,'.repeat(size)],
    [
      'Accept',
      (value) => app.request('/x', { headers: { accept: value } }),
      (size) => 'application/'.repeat(size),
    ],
  ])('takes no longer than its length for %s', async (_, work, bomb) => {
    expect(await growth(work, bomb, 1000)).toBeLessThan(LINEAR);
  });
});

describe('a text from outside', () => {
  it.each<[string, (input: string) => unknown, Bomb]>([
    ['an address', findAddressFault, (size) => `a${tabs(size)}b@example.com`],
    ['an address without end', findAddressFault, (size) => `a@${'a.'.repeat(size)}`],
    ['a sender', parseMailbox, (size) => `${tabs(size)}<a@b`],
    ['a schedule', parseSchedule, (size) => `:${tabs(size)}:`],
    ['days', parseSchedule, (size) => `monday${tabs(size)}a at 07:00`],
    ['an error in the log', (text) => errorText(new Error(text)), (size) => 'a'.repeat(size)],
    [
      'what a mail server answers',
      (response) => outcomeOf(Object.assign(new Error(), { response, responseCode: 550 }), true),
      (size) => 'a'.repeat(size),
    ],
  ])('takes no longer than its length: %s', async (_, work, bomb) => {
    expect(await growth(work, bomb, 2000)).toBeLessThan(LINEAR);
  });

  it('with braces in a style sheet does not double its time with each', async () => {
    const style = (text: string) => proseStyles({ path: 'templates/prose.css', text });
    expect(await growth(style, (size) => `\n{{${'{}{{}}{'.repeat(8 + size)}{}`, 1)).toBeLessThan(LINEAR);
  });
});

describe('an article', () => {
  const read = (text: string) =>
    readFiles({ 'content/publication.yaml': PUBLICATION, 'content/articles/a.md': text });
  const body = (text: string) => read(article('', text));

  it.each<[string, (input: string) => unknown, Bomb]>([
    ['quotes in quotes', body, (size) => `${'>'.repeat(size)}a`],
    ['lists in lists', body, (size) => `${'- '.repeat(size)}a`],
    ['brackets', body, (size) => '['.repeat(size)],
    ['pictures in pictures', body, (size) => '![['.repeat(size)],
    ['links that do not end', body, (size) => '[a](b'.repeat(size)],
    ['emphasis', body, (size) => `${'*'.repeat(size)}a${'*'.repeat(size)}`],
    ['comments', body, (size) => 'a <!-- '.repeat(size)],
    ['notes in notes', body, (size) => `${'^[a'.repeat(size)}${']'.repeat(size)}`],
    ['a credit', body, (size) => `![a](images/a.png "b"){credit=${tabs(size / 5)}}"}`],
    ['an axiom', body, (size) => `**${'a'.repeat(size)}${tabs(size)}:`],
    ['brackets in YAML', read, (size) => `---\na: ${'['.repeat(size)}`],
    ['an alias in YAML', read, (size) => `---\na: &a [x]\nb: [${'*a,'.repeat(size)}]\n---\n`],
    ['keys that are not known', read, (size) => article(`titel${'l'.repeat(size)}: a`)],
    ['a line that is no end', read, (size) => `---\n${'---\t'.repeat(size)}`],
  ])('takes no longer than its length: %s', async (_, work, bomb) => {
    expect(await growth(work, bomb, 300)).toBeLessThan(LINEAR);
  });

  it('takes an alias for a fault before it could grow', () => {
    const bomb = 'a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]';
    expect(yaml.parse(bomb)).toMatchObject({ fault: { line: 1, remedy: 'Put the value in quotes.' } });
  });
});
