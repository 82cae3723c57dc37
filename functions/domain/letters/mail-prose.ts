/** Prepares authors' texts for a letter: inline styles, pictures at twice their size, absolute links. */

import type { Fragment, Picture } from '../content/article.ts';
import { fillHtml, fillText, type Medium } from '../content/fragment.ts';
import { dropLocalLinks } from '../content/local-links.ts';
import { shownSizeOf } from '../content/shown-size.ts';
import type { Publication } from '../publication/publication.ts';
import { findReadableAccent, SURFACES } from '../site/accent-colour.ts';
import { escapeHtml } from '../text/escape.ts';
import type { Words } from '../text/translations.ts';
import { directLines, turnArrows } from '../text/translations.ts';
import { type Filling, fillTemplate, type MarkValue } from './fill-template.ts';
import type { MailTemplates } from './template.ts';

/** The values that all blocks of a letter share. */
export type MailStyle = {
  /** The publication's language. */
  language: string;
  mail: MailTemplates;
  words: Words;
  /** Absolute origin without a trailing slash. */
  base: string;
  /** The marks that every block may use (template-blocks.ts). */
  marks: Readonly<Record<'publication' | 'home' | 'accent' | 'accentDark' | 'onAccent', string>>;
};

/** Width of the text in pixels: 600 less the gutters (templates/stories.mjml). */
const TEXT_WIDTH = 536;

/** `base` as in MailStyle. */
export const globalMarksOf = ({ title, accent }: Publication, base: string): MailStyle['marks'] => ({
  publication: title,
  home: `${base}/`,
  accent: findReadableAccent(accent, 'light'),
  accentDark: findReadableAccent(accent, 'dark'),
  onAccent: SURFACES.light.paper,
});

const endSentence = (text: string): string => (text === '' || /[.!?…]$/.test(text) ? text : `${text}.`);

export function fillFigure(picture: Picture, { base }: MailStyle): Filling {
  const { mail, alt, caption, credit } = picture;
  const { width, height } = shownSizeOf(picture, TEXT_WIDTH);
  const words = [endSentence(caption), credit].filter((part) => part !== '').join(' ');
  return {
    marks: { src: `${base}/${mail.path}`, width: String(width), height: String(height), alt },
    blocks: { caption: words === '' ? [] : [{ marks: { caption: words } }] },
  };
}

function createMailMedium(style: MailStyle): Medium {
  const { mail, base, marks } = style;
  return {
    base,
    picture: (picture) =>
      fillTemplate(style, 'letter.items.story.figure', fillFigure(picture, style), 'html').join(''),
    style: (key) => {
      const declarations = mail.styles[key] ?? mail.styles[key.split('.', 1)[0]!];
      return declarations === undefined
        ? ''
        : ` style="${declarations.replaceAll('{{accent}}', marks.accent)}"`;
    },
  };
}

/** `page`: the address of the page that holds the whole text, if there is one. */
export const renderProse = (
  fragment: Fragment,
  style: MailStyle,
  part: 'whole' | 'brief' = 'whole',
  page?: string,
): MarkValue => ({
  html: turnArrows(dropLocalLinks(fillHtml(fragment, createMailMedium(style), part), page), style.language),
  text: directLines(fillText(fragment, style.base, part), style.language),
});

export const renderParagraph = (text: string, style: MailStyle): MarkValue => ({
  html: `<p${createMailMedium(style).style('p')}>${escapeHtml(text)}</p>`,
  text: directLines(text, style.language),
});
