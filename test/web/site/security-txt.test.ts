import { describe, expect, it } from 'vitest';
import { parsePublication } from '../../../functions/domain/publication/publication-source.ts';
import { DAY } from '../../../functions/domain/time/instant.ts';
import { brief, yaml } from '../../support/builders/content.ts';
import { aPublication, NOON } from '../../support/builders/small-publication.ts';
import { aSite, aStore } from '../../support/builders/small-site.ts';

const PATH = '/.well-known/security.txt';
const MAIL = 'mailto:security@paper.example';
const FORM = 'https://paper.example/report?kind=hole#form';

function aPaper(security: readonly string[] | undefined, base = 'https://paper.example') {
  const store = aStore({ publication: aPublication({ security }) });
  const { app } = aSite(store, { base });
  return { store, ask: (headers = {}, path = PATH) => app.request(path, { headers }) };
}

const expiresIn = (text: string): number => Date.parse(/^Expires: (\S+)$/m.exec(text)![1]!);

describe('security.txt', () => {
  it('names the contacts that were chosen, and nobody else', async () => {
    const answer = await aPaper([MAIL, FORM]).ask();
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await answer.text()).toMatch(
      new RegExp(
        [
          `^Contact: ${MAIL}`,
          `Contact: ${FORM.replace('?', '\\?')}`,
          'Expires: [0-9-]{10}T00:00:00Z',
          'Preferred-Languages: en',
          `Canonical: https://paper\\.example${PATH.replaceAll('.', '\\.')}\n$`,
        ].join('\n'),
      ),
    );
  });

  it('is not there without a contact, whoever edits and answers', async () => {
    for (const security of [undefined, []]) expect((await aPaper(security).ask()).status).toBe(404);
  });

  it('has no Canonical where the address is not encrypted', async () => {
    expect(await (await aPaper([MAIL], 'http://localhost:3000').ask()).text()).not.toContain('Canonical');
  });

  it('is good for months at any time, and the same for a day', async () => {
    const { store, ask } = aPaper([MAIL]);
    const tags = new Set<string>();
    for (const later of [0, DAY / 4, DAY, 400 * DAY]) {
      store.now = NOON + later;
      const answer = await ask();
      tags.add(answer.headers.get('etag')!);
      const left = expiresIn(await answer.text()) - store.now;
      expect([left > 178 * DAY, left < 365 * DAY]).toEqual([true, true]);
    }
    expect(tags.size).toBe(3);
  });

  it('is kept no longer by a shared cache than its date holds, and is 304 to who has it', async () => {
    const { store, ask } = aPaper([MAIL]);
    const etag = (await ask()).headers.get('etag')!;
    expect((await ask({ 'if-none-match': etag })).status).toBe(304);
    store.now = Math.ceil(NOON / DAY) * DAY - 10_000;
    expect((await ask()).headers.get('cache-control')).toContain('s-maxage=10');
  });
});

describe('security in publication.yaml', () => {
  const read = (lines: string) => {
    const text = [
      ...['id: p', 'title: P', 'language: en', 'timezone: UTC', 'from: p@paper.press', 'postalAddress: [a]'],
      ...['editors: [e@paper.press]', 'topics: [{ id: a }]', lines],
      'newsletters: [{ id: n, name: N, description: d, kind: edited }]',
    ].join('\n');
    return parsePublication({ path: 'content/publication.yaml', text }, yaml);
  };

  it.each([
    [`security: ${MAIL}`, [MAIL]],
    [`security: [${MAIL}, "${FORM}"]`, [MAIL, FORM]],
    [
      'security: "mailto:security@paper.example?subject=hole"',
      ['mailto:security@paper.example?subject=hole'],
    ],
    ['', undefined],
    ['security:', undefined],
  ])('%s is read', (lines, contacts) => {
    const { publication, problems } = read(lines);
    expect(brief(problems.filter(({ level }) => level === 'error'))).toEqual([]);
    expect(publication?.security).toEqual(contacts);
  });

  it.each([
    ['security@paper.example', 'mailto:security@paper.example'],
    ['Ann <ann@paper.example>', 'mailto:ann@paper.example'],
    ...[
      'http://paper.example',
      'mailto:',
      'mailto:nobody',
      'https://',
      'https:///x',
      'https://u:p@paper.example',
    ].map((text) => [text, 'https URL']),
    ...['javascript:alert(1)', 'tel:+1-201-555-0123', 'yes', 'mailto:a@paper.example, b@paper.example'].map(
      (text) => [text, 'https URL'],
    ),
    ...['"https://paper.example/a b"', '"mailto:a@paper.example\\nContact: mailto:evil@evil.example"'].map(
      (text) => [text, 'https URL'],
    ),
    ['"https://paper.example/\\rPolicy: x"', 'https URL'],
    ['"https://pаper.example/ü"', 'https URL'],
  ])('%s is a problem of its line', (text, remedy) => {
    const [problem] = read(`security: ${/^"|@.* |: /.test(text!) ? text : JSON.stringify(text)}`).problems;
    expect(problem).toMatchObject({ line: 9, level: 'error', remedy: expect.stringContaining(remedy!) });
  });
});
