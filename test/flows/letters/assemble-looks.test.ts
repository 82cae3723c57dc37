import { describe, expect, it } from 'vitest';
import { createMarkdown } from '../../../functions/adapters/markdown-it/markdown.ts';
import { pictureMark } from '../../../functions/domain/content/fragment.ts';
import { previewHtml } from '../../../functions/domain/letters/compose.ts';
import { assembleEdition } from '../../../functions/flows/letters/assemble.ts';
import { assembleNotice } from '../../../functions/flows/letters/assemble-notice.ts';
import { anEdition, article, everything, extra, html, view } from '../../support/builders/an-edition.ts';
import { aRecipient } from '../../support/builders/letters.ts';
import { aFragment, aPicture } from '../../support/builders/small-publication.ts';

const OPTIONS = { file: 'a.md', line: 1, axioms: [], idPrefix: '' };
const render = (body: string) =>
  aFragment(createMarkdown().render(body, OPTIONS).fragment.html, { pictures: [aPicture()] });
const printed = async (items: Parameters<typeof anEdition>[0]) =>
  html((await assembleEdition(await view(), anEdition(items), extra)).letter);
const printText = (body: string) => printed([{ kind: 'text', label: undefined, body: render(body) }]);
const printSponsor = (body: ReturnType<typeof aFragment>) =>
  printed([
    article('harbour'),
    {
      kind: 'sponsor',
      label: undefined,
      sponsor: { name: 'Dial', url: 'https://dial.example/', body },
    },
  ]);
const TAP = 'display:inline-block;padding:12px 0;line-height:20px';

describe('a letter whose style element is lost', () => {
  it('has links of 44 pixels at its foot, one table each, so that they stand apart and wrap', async () => {
    const letter = html((await assembleEdition(await view(), everything, extra)).letter);
    const tables = [...letter.matchAll(/<table role="presentation" align="left".*?<\/table>/g)].map(String);
    expect(tables.map((table) => />([^<]+)<\/a>/.exec(table)?.[1])).toEqual([
      'Preferences',
      'Unsubscribe',
      'View in browser',
    ]);
    for (const table of tables) expect(table).toContain(TAP);
  });

  it('has calls of 44 pixels: of a story, of a headline, of a sponsor in their own words', async () => {
    const letter = html((await assembleEdition(await view(), everything, extra)).letter);
    const calls = [...letter.matchAll(/<a [^>]*>(?:Go deeper|Visit)[^<]*/g)].map(String);
    expect(calls).toHaveLength(3);
    for (const call of calls) expect(call).toContain(TAP);
    const own = await printSponsor(render('Clocks.\n\n[Choose **your** clock](https://dial.example/)'));
    expect(own).toMatch(
      /<a rel="sponsored" href="https:\/\/dial.example\/" style="display:inline-block;padding:12px 0;/,
    );
  });

  it('has a link within a sentence in the line', async () => {
    expect(await printText('See [the map](https://a.example/), then go.')).not.toMatch(
      /<a href="https:\/\/a.example\/" style="display/,
    );
  });
});

describe('Outlook on Windows', () => {
  it('has a button as tall as anybody’s: the cell has the padding', async () => {
    const notice = await assembleNotice(await view(), { kind: 'confirm', about: {} }, extra);
    expect(previewHtml(notice, aRecipient())).toMatch(
      /<td class="button"[^>]*mso-padding-alt:14px 28px"><a [^>]*padding:14px 28px;mso-padding-alt:0px/,
    );
  });

  it('has a sponsor’s picture no wider than the box', async () => {
    const letter = await printSponsor(
      aFragment(pictureMark(0), { pictures: [aPicture({ caption: '', alt: 'A clock' })] }),
    );
    expect(/<img [^>]*alt="A clock"[^>]*>/.exec(letter)?.[0]).toContain(' width="488" height="275"');
  });
});

describe('what authors write', () => {
  it('has no padding below the last line of a quotation, whatever ends it', async () => {
    for (const body of ['> Said.', '> Said.\n>\n> - a list', '> Said.\n>\n> > again'])
      expect(await printText(body)).toContain('<blockquote style="margin:0 0 16px;padding:0 0 0 18px;');
  });

  it('has no padding before the first line of code in a block, but around code in a sentence', async () => {
    expect(await printText('```sh\none\ntwo\n```')).toMatch(/<code style="font-family[^"]*"/);
    expect(await printText('    one\n    two')).toMatch(/<code style="font-family[^"]*"/);
    expect(await printText('Run `one` now.')).toContain('<code style="padding:1px 4px;');
  });

  it('shows the words for a picture that is blocked in small type on a tint', async () => {
    const letter = await printed([article('harbour')]);
    expect(letter).toMatch(
      /<img class="picture"[^>]*background-color:#f3eee3;color:#5a564d;font-size:14px;line-height:20px"/,
    );
  });
});
