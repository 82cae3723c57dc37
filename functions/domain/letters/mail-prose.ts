/** Prepares authors' texts for a letter: inline styles, pictures at twice their size, absolute links. */
import type { Fragment, Picture } from '../content/article.ts';
import { fillHtml, fillText, type Medium } from '../content/fragment.ts';
import type { Publication } from '../publication/publication.ts';
import { findReadableAccent, SURFACES } from '../site/accent-colour.ts';
import { escapeHtml } from '../text/escape.ts';
import type { Words } from '../text/translations.ts';
import { type Filling, fillTemplate, type MarkValue } from './fill-template.ts';
import type { MailTemplates } from './template.ts';
import { numberReferences } from './text-marks.ts';

/** The values that all blocks of a letter share. */
export type MailStyle = {
  mail: MailTemplates;
  words: Words;
  /** Absolute origin without a trailing slash. */
  base: string;
  /** The marks that every block may use (template-blocks.ts). */
  marks: Readonly<Record<'publication' | 'home' | 'accent' | 'accentDark' | 'onAccent', string>>;
  /** The width of the box in pixels, if the text stands in a narrower one. */
  width?: number;
};

/** Width of the text in pixels: 600 less the gutters (templates/stories.mjml). */
const TEXT_WIDTH = 536;
/** The same in a sponsor's box, which has a padding of 24 pixels on both sides. Outlook on Windows obeys the attribute `width` alone. */
export const SPONSOR_WIDTH = TEXT_WIDTH - 2 * 24;

/** `base` as in MailStyle. */
export const globalMarksOf = ({ title, accent }: Publication, base: string): MailStyle['marks'] => ({
  publication: title,
  home: `${base}/`,
  accent: findReadableAccent(accent, 'light'),
  accentDark: findReadableAccent(accent, 'dark'),
  onAccent: SURFACES.light.paper,
});

const endSentence = (text: string): string => (text === '' || /[.!?…]$/.test(text) ? text : `${text}.`);

export function fillFigure(picture: Picture, { base, width: room = TEXT_WIDTH }: MailStyle): Filling {
  const { mail, alt, caption, credit } = picture;
  const width = Math.min(room, Math.round(mail.width / 2));
  const height = String(Math.round((mail.height * width) / mail.width));
  const words = [endSentence(caption), credit].filter((part) => part !== '').join(' ');
  return {
    marks: { src: `${base}/${mail.path}`, width: String(width), height, alt },
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

/** A paragraph of one link is a call: its link takes the room of a thumb. */
const CALL = /(<p\u0001sp\u0002><a [^\u0001]*\u0001sa)(\u0002>(?:(?!<\/a>).)*<\/a><\/p>)/g;

const markCalls = (fragment: Fragment): Fragment => ({
  ...fragment,
  html: fragment.html.replace(CALL, '$1.call$2'),
});

export const renderProse = (
  fragment: Fragment,
  style: MailStyle,
  part: 'whole' | 'brief' = 'whole',
): MarkValue => ({
  html: fillHtml(markCalls(fragment), createMailMedium(style), part),
  text: numberReferences(fillText(fragment, style.base, part)),
});

export const renderParagraph = (text: string, style: MailStyle): MarkValue => ({
  html: `<p${createMailMedium(style).style('p')}>${escapeHtml(text)}</p>`,
  text,
});
