/** Notices: confirmation, welcome, a link asked for, an alarm, and a proof of a letter. */
import { BroadsheetError } from '../domain/error.ts';
import { type BlockFilling, fillTemplate } from '../domain/fill-template.ts';
import { type Letter, NO_AUTO_REPLY, type Piece } from '../domain/letter.ts';
import { plural } from '../domain/selection.ts';
import { say } from '../domain/words.ts';
import { dateText, listText } from '../pages/dates.ts';
import type { LetterView } from './assemble-letter.ts';
import { openShell, partsOf, type Shell } from './letter-shell.ts';

/**
 * `about`, by kind. confirm: `newsletters` (ids, comma-separated, optional), `from` where it confirms a change of address.
 * welcome: `newsletters`. link: `purpose`, `manage` or `preferences`. alarm: `message`, `remedy`. proof: `readers` (a number),
 * `goesAt` (epoch ms as text; empty: it waits for somebody), `reason`.
 */
export type NoticeContent = {
  kind: 'confirm' | 'welcome' | 'link' | 'proof' | 'alarm';
  about: Readonly<Record<string, string>>;
};

/** Which sentences of the words' `notice` section it speaks. */
function voiceOf({ kind, about }: NoticeContent): string {
  if (kind === 'link') return about.purpose === 'manage' ? 'manage' : 'preferences';
  return kind === 'confirm' && about.from ? 'move' : kind;
}

/** What the sentences may name: the publication, and what the notice is about. */
type Say = (key: string, values?: Readonly<Record<string, string>>) => string;
const speaker =
  ({ context }: Shell, { about }: NoticeContent): Say =>
  (key, values) =>
    say(context.words, `notice.${key}`, { ...about, publication: context.publication.title, ...values });

function paragraphs(shell: Shell, notice: NoticeContent, voice: string): string[] {
  const { kind, about } = notice;
  if (kind === 'alarm') return [about.message ?? '', about.remedy ?? ''].filter((text) => text !== '');
  const speak = speaker(shell, notice);
  const names = (about.newsletters ?? '')
    .split(',')
    .flatMap((id) => shell.context.publication.newsletters.find((n) => n.id === id)?.name ?? []);
  const chosen = names.length > 0 && `notice.${voice}-newsletters` in shell.context.words;
  return [
    speak(`${voice}-text`),
    ...(chosen ? [speak(`${voice}-newsletters`, { newsletters: listText(shell.context, names) })] : []),
  ];
}

function noticeBlock(shell: Shell, notice: NoticeContent, voice: string): BlockFilling {
  const speak = speaker(shell, notice);
  const button = {
    button: speak(`${voice}-button`),
    ...(notice.kind === 'welcome' && { action: `${shell.style.base}/` }),
  };
  return {
    as: 'notice',
    marks: { title: speak(`${voice}-title`), small: speak(`${voice}-small`) },
    blocks: {
      paragraph: paragraphs(shell, notice, voice).map((text) => ({ marks: { text } })),
      button: notice.kind === 'alarm' ? [] : [{ marks: button }],
    },
  };
}

const LABELS = { first: '', other: '', words: { one: '', other: '' }, minutes: { one: '', other: '' } };

/** RFC 3834 §5: no vacation reply to what nobody wrote. */
const HEADERS = { 'Auto-Submitted': 'auto-generated', ...NO_AUTO_REPLY };

function assembleMessage(shell: Shell, notice: NoticeContent): Letter {
  const { publication } = shell.context;
  const voice = voiceOf(notice);
  const speak = speaker(shell, notice);
  const why = voice === 'move' ? 'confirm-why' : `${voice}-why`;
  const subject = speak(`${voice}-subject`);
  const footer = notice.kind === 'welcome';
  return {
    format: 1,
    kind: 'notice',
    newsletter: undefined,
    language: publication.language,
    from: publication.from,
    replyTo: publication.replyTo,
    subject,
    listId: undefined,
    unsubscribable: footer,
    unsubscribeMailto: footer ? publication.unsubscribeMailto : undefined,
    headers: HEADERS,
    feedback: { a: 'notices', b: voice },
    labels: LABELS,
    blocks: [],
    articles: [],
    ...partsOf(shell, {
      ...{ subject, footer, why: speak(why) },
      preheader: paragraphs(shell, notice, voice)[0] ?? '',
      blocks: { items: [noticeBlock(shell, notice, voice)] },
    }),
  };
}

function bannerOf(shell: Shell, notice: NoticeContent): BlockFilling {
  const { about } = notice;
  const { context } = shell;
  const speak = speaker(shell, notice);
  const counted = { one: speak('proof-readers.one'), other: speak('proof-readers') };
  const readers = plural(counted, Number(about.readers ?? 0), context.publication.language);
  const time = about.goesAt ? dateText(context, Number(about.goesAt), 'minute') : '';
  const message = speak(time === '' ? 'proof-held' : 'proof-at', {
    readers,
    time,
    reason: about.reason ?? '',
  });
  return {
    marks: { title: speak('proof-title'), message: message.trim() },
    blocks: { stop: [{ marks: { button: speak('proof-button') } }] },
  };
}

/** The wrapper MJML puts around all sections. */
const TOP = /role="article"[^>]*>/;

function underBanner(html: readonly Piece[], banner: readonly Piece[]): Piece[] {
  const at = html.findIndex((piece) => typeof piece === 'string' && TOP.test(piece));
  const piece = html[at];
  if (typeof piece !== 'string') throw new BroadsheetError('broken', 'The letter has no place for a banner.');
  const match = TOP.exec(piece)!;
  const end = match.index + match[0].length;
  return [...html.slice(0, at), piece.slice(0, end), ...banner, piece.slice(end), ...html.slice(at + 1)];
}

/** The very letter, under a banner that says to how many it goes and when, with the link that stops it. */
function proofOf(shell: Shell, notice: NoticeContent, letter: Letter): Letter {
  const banner = (part: 'html' | 'text'): Piece[] =>
    fillTemplate(shell.style, 'letter.banner', bannerOf(shell, notice), part);
  return {
    ...letter,
    kind: 'notice',
    subject: speaker(shell, notice)('proof-subject', { subject: letter.subject }),
    blocks: letter.blocks.map(({ subject: _, ...block }) => block),
    listId: undefined,
    unsubscribable: false,
    headers: HEADERS,
    feedback: { a: 'notices', b: 'proof' },
    html: underBanner(letter.html, banner('html')),
    text: [...banner('text'), ...letter.text],
  };
}

/** `letter`: what a proof shows; needed for `proof` only. */
export async function assembleNotice(
  view: LetterView,
  notice: NoticeContent,
  extra: { base: string; letter?: Letter },
): Promise<Letter> {
  const shell = await openShell(view, extra.base);
  if (notice.kind !== 'proof') return assembleMessage(shell, notice);
  if (!extra.letter) throw new BroadsheetError('broken', 'A proof needs the letter it shows.');
  return proofOf(shell, notice, extra.letter);
}
