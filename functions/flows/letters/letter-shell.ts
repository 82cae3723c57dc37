/** The frame of every letter: nameplate, date, length, footer, colours and direction; fills both parts. */
import { type BlockFilling, type Filling, fillTemplate } from '../../domain/letters/fill-template.ts';
import type { Letter } from '../../domain/letters/letter.ts';
import { fillLogo, type MailLogo } from '../../domain/letters/mail-logo.ts';
import { globalMarksOf, type MailStyle } from '../../domain/letters/mail-prose.ts';
import { mirrorTemplates } from '../../domain/letters/template.ts';
import type { Mailbox, Newsletter, Publication } from '../../domain/publication/publication.ts';
import { newsletterPath } from '../../domain/site/paths.ts';
import { formatDate } from '../../domain/text/dates.ts';
import { escapeHtml } from '../../domain/text/escape.ts';
import type { Words } from '../../domain/text/translations.ts';
import { directionOf, LANGUAGE_NAME_KEY, plainForeignWords } from '../../domain/text/translations.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { LetterView } from '../release/view.ts';

export type Shell = {
  style: MailStyle;
  context: { publication: Publication; words: Words };
  logo: MailLogo | undefined;
};

export async function openShell(view: LetterView, base: string): Promise<Shell> {
  const { publication, words, mailLogo } = view.release.index;
  const mail = await view.release.templates();
  const turned = directionOf(publication.language) === 'rtl' ? mirrorTemplates(mail) : mail;
  return {
    style: {
      language: publication.language,
      mail: turned,
      words,
      base,
      marks: globalMarksOf(publication, base),
    },
    context: { publication, words },
    logo: mailLogo,
  };
}

/** Invisible characters (U+034F, U+200C, space), as many as keep a client's preview line from showing the body. */
const PREVIEW_PADDING = { html: '&#847;&zwnj;&nbsp;'.repeat(60), text: '' };

/** `footer`: the links to preferences and unsubscribing, and the recipient's address. Notices that cannot be unsubscribed have none. */
export type LetterText = {
  subject: string;
  preheader: string;
  why: string;
  footer: boolean;
  newsletter?: Newsletter;
  date?: Instant;
  browser?: string;
  blocks: Readonly<Record<string, readonly BlockFilling[]>>;
};

/** Somebody named the mailbox for answers, and it does not say that nobody reads it. */
const isRead = (replyTo: Mailbox | undefined): boolean =>
  replyTo !== undefined && !/^(no|do-?not)[-_.]?reply/i.test(replyTo.email);

const signUpPathOf = ({ id, retired }: Newsletter): string => (retired ? '/subscribe' : newsletterPath(id));

const blockIf = (is: boolean): readonly BlockFilling[] => (is ? [{}] : []);

const printedAlone = (text: string, { language }: Publication) => {
  const plain = plainForeignWords(text, language);
  return { html: escapeHtml(plain), text: plain };
};

function fillingOf({ context, style, logo }: Shell, given: LetterText): Filling {
  const { publication, words } = context;
  const { subject, preheader, why, newsletter, date, browser } = given;
  return {
    marks: {
      // The subject stands in an attribute and the preheader is never read aloud, so neither has elements.
      ...{ subject: printedAlone(subject, publication), preheader: printedAlone(preheader, publication) },
      ...{ why, padding: PREVIEW_PADDING },
      // The logo says the name; functions of older versions print it, as they fill no logo.
      ...(logo && { publication: { html: '', text: publication.title } }),
      language: publication.language,
      direction: directionOf(publication.language),
      wordsDirection: directionOf(words[LANGUAGE_NAME_KEY] ?? publication.language),
      newsletter: newsletter?.name ?? '',
      date: date === undefined ? '' : formatDate(context, date, 'weekday'),
      postal: publication.postalAddress.join(' · '),
      browser: browser ?? '',
    },
    blocks: {
      logo: logo ? [fillLogo(logo, publication, style.base)] : [],
      dateline: date === undefined ? [] : [{ blocks: { length: blockIf(newsletter !== undefined) } }],
      links: given.footer ? [{ blocks: { browser: blockIf(browser !== undefined) } }] : [],
      'sent-to': blockIf(given.footer),
      reply: blockIf(newsletter !== undefined && isRead(newsletter.replyTo ?? publication.replyTo)),
      forwarded: newsletter ? [{ marks: { signup: style.base + signUpPathOf(newsletter) } }] : [],
      ...given.blocks,
    },
  };
}

export function fillParts(shell: Shell, given: LetterText): Pick<Letter, 'html' | 'text'> {
  const filling = fillingOf(shell, given);
  return {
    html: fillTemplate(shell.style, 'letter', filling, 'html'),
    text: fillTemplate(shell.style, 'letter', filling, 'text'),
  };
}
