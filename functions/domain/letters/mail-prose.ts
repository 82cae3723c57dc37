/** Prepares authors' texts for a letter: inline styles, pictures at the size that is shown, absolute links. */
import type { Fragment, Picture, Variant } from '../content/article.ts';
import { fillHtml, fillText, type Medium } from '../content/fragment.ts';
import { dropLocalLinks } from '../content/local-links.ts';
import { LETTER_COLUMN_WIDTH, sizeInLetter, thumbnailInLetter } from '../pictures/drawn-size.ts';
import type { Publication } from '../publication/publication.ts';
import { findReadableAccent, SURFACES } from '../site/accent-colour.ts';
import { escapeHtml } from '../text/escape.ts';
import type { Words } from '../text/translations.ts';
import { directLines, turnArrows } from '../text/translations.ts';
import { type Filling, fillTemplate, type MarkValue } from './fill-template.ts';
import type { MailTemplates } from './template.ts';
import { numberReferences } from './text-marks.ts';

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
  /** The width of the box in pixels, if the text stands in a narrower one. */
  width?: number;
};

/** Width of the text in pixels in a sponsor's box, which has a padding of 24 pixels on both sides. Outlook on Windows obeys `width` alone. */
export const SPONSOR_WIDTH = LETTER_COLUMN_WIDTH - 2 * 24;

/** `base` as in MailStyle. */
export const globalMarksOf = ({ title, accent }: Publication, base: string): MailStyle['marks'] => ({
  publication: title,
  home: `${base}/`,
  accent: findReadableAccent(accent, 'light'),
  accentDark: findReadableAccent(accent, 'dark'),
  onAccent: SURFACES.light.paper,
});

const endSentence = (text: string): string => (text === '' || /[.!?…]$/.test(text) ? text : `${text}.`);

type Drawn = { file: Variant; width: number; height: number; words: string };

const fillPicture = (alt: string, { file, width, height, words }: Drawn, { base }: MailStyle): Filling => ({
  marks: { src: `${base}/${file.path}`, width: String(width), height: String(height), alt },
  blocks: { caption: words === '' ? [] : [{ marks: { caption: words } }] },
});

/** Scales a picture down that is wider than its box. */
const fitInto = (room = LETTER_COLUMN_WIDTH, { width, height }: { width: number; height: number }) =>
  width <= room ? { width, height } : { width: room, height: Math.round((height * room) / width) };

/** A picture as wide as the text at most. */
export function fillFigure(picture: Picture, style: MailStyle): Filling {
  const { mail, alt, caption, credit } = picture;
  const drawn = fitInto(style.width, sizeInLetter(picture, mail.type === 'image/jpeg' ? 'photo' : 'drawing'));
  const words = [endSentence(caption), credit].filter((part) => part !== '').join(' ');
  return fillPicture(alt, { file: mail, ...drawn, words }, style);
}

/** A picture beside the text, which has room for its credit, but not for a caption. */
export const fillThumb = ({ alt, credit }: Picture, thumb: Variant, style: MailStyle): Filling =>
  fillPicture(alt, { file: thumb, ...thumbnailInLetter(thumb), words: credit }, style);

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

/** `page`: the address of the page that holds the whole text, if there is one. */
export const renderProse = (
  fragment: Fragment,
  style: MailStyle,
  part: 'whole' | 'brief' = 'whole',
  page?: string,
): MarkValue => ({
  html: turnArrows(
    dropLocalLinks(fillHtml(markCalls(fragment), createMailMedium(style), part), page),
    style.language,
  ),
  text: directLines(numberReferences(fillText(fragment, style.base, part)), style.language),
});

export const renderParagraph = (text: string, style: MailStyle): MarkValue => ({
  html: `<p${createMailMedium(style).style('p')}>${escapeHtml(text)}</p>`,
  text: directLines(text, style.language),
});
