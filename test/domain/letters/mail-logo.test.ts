import { expect, it } from 'vitest';
import { fillLogo } from '../../../functions/domain/letters/mail-logo.ts';
import { assembleEdition } from '../../../functions/flows/letters/assemble.ts';
import { assembleNotice } from '../../../functions/flows/letters/assemble-notice.ts';
import { everything, extra, html, text, view } from '../../support/builders/an-edition.ts';

const light = { path: 'media/l-1.png', width: 280, height: 45 };
const dark = { path: 'media/d-1.png', width: 280, height: 45 };
const logo = { light: 'l.svg', dark: 'd.svg', alt: 'The Paper, drawn' };
const viewWith = async (mailLogo: { light: typeof light; dark?: typeof dark } | undefined) => {
  const seen = await view();
  const { index } = seen.release;
  const publication = { ...index.publication, logo };
  return {
    ...seen,
    release: { ...seen.release, index: { ...index, publication, ...(mailLogo && { mailLogo }) } },
  };
};
const nameplate = (printed: string): string => /<h1[^>]*>([\s\S]*?)<\/h1>/.exec(printed)![1]!;

it('a letter shows the logo at its size with its words, and another in the dark', async () => {
  const { letter } = await assembleEdition(await viewWith({ light, dark }), everything, extra);
  const printed = nameplate(html(letter));
  expect(printed).toContain(
    'class="logo-light" src="https://paper.example/media/l-1.png" width="280" height="45" alt="The Paper, drawn"',
  );
  expect(printed).toMatch(
    /<!--\[if !mso\]><!--><img class="logo-dark" src="[^"]*\/media\/d-1.png".*display:none/,
  );
  expect(printed.replace(/<[^>]*>/g, '').trim()).toBe('');
  expect(text(letter)).toMatch(/^The Small Paper\n/);
});

it('a publication without a logo for the dark has its name in text there', async () => {
  const { letter } = await assembleEdition(await viewWith({ light }), everything, extra);
  expect(nameplate(html(letter))).toMatch(
    /<span class="logo-dark" style="display:none[^"]*">The Small Paper<\/span>/,
  );
});

it('a release without a logo for letters has the name in text', async () => {
  const { letter } = await assembleEdition(await viewWith(undefined), everything, extra);
  expect(nameplate(html(letter))).toMatch(/^<a [^>]*>The Small Paper<\/a>$/);
});

it('a notice has the logo, too, and still names the publication in its sentences', async () => {
  const notice = await assembleNotice(await viewWith({ light, dark }), { kind: 'confirm', about: {} }, extra);
  expect(nameplate(html(notice))).toContain('logo-light');
  expect(html(notice)).toContain('entered at The Small Paper.');
});

it('a logo of a release before the publication had one speaks the title', () => {
  expect(fillLogo({ light, dark }, { title: 'T', logo: undefined }, '').marks).toMatchObject({ alt: 'T' });
});
