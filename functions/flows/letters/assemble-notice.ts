/** Notices: confirmation, welcome, a link asked for, an alarm, a reader's remark, and a proof of a letter. */
import { BroadsheetError } from '../../domain/error.ts';
import { type BlockFilling, fillTemplate, type MarkValue } from '../../domain/letters/fill-template.ts';
import { type Letter, NO_AUTO_REPLY, type Piece } from '../../domain/letters/letter.ts';
import { plural } from '../../domain/letters/topic-selection.ts';
import { dateText, listText } from '../../domain/text/dates.ts';
import { say } from '../../domain/text/translations.ts';
import type { LetterView } from '../release/view.ts';
import { openShell, partsOf, type Shell } from './letter-shell.ts';

/**
 * `about`, by kind. confirm: `newsletters` (ids, comma-separated, optional), `from` where it confirms a change of address, `join`
 * where that is onto somebody who reads already.
 * welcome: `newsletters`. link: `purpose`, `manage` or `preferences`. alarm: `message`, `remedy`; and of a run: `what` (as
 * AlarmKind), `run`, `subject`, `newsletter` (its name), `command`. proof: `readers` (a number), `roughly` (an estimate), `goesAt` (epoch ms as text;
 * empty: it waits for somebody), `reason`, `releasedRun` (there is a link that lets it go). remark: `left` (newsletter ids), `reason`;
 * its text is filled in per message.
 */
export type NoticeContent = {
  kind: 'confirm' | 'welcome' | 'link' | 'proof' | 'alarm' | 'remark';
  about: Readonly<Record<string, string>>;
};

/** Which sentences of the words' `notice` section it speaks. */
function voiceOf({ kind, about }: NoticeContent): string {
  if (kind === 'link') return about.purpose === 'manage' ? 'manage' : 'preferences';
  return kind === 'confirm' && about.from ? (about.join ? 'join' : 'move') : kind;
}

/** What the sentences may name: the publication, and what the notice is about. */
type Say = (key: string, values?: Readonly<Record<string, string>>) => string;
const speaker =
  ({ context }: Shell, { about }: NoticeContent): Say =>
  (key, values) =>
    say(context.words, `notice.${key}`, { ...about, publication: context.publication.title, ...values });

function namesOf({ context }: Shell, ids = ''): string[] {
  return ids.split(',').flatMap((id) => context.publication.newsletters.find((n) => n.id === id)?.name ?? []);
}

/** What a remark is about; what it says is never part of a letter that is kept. */
function remarkText(shell: Shell, notice: NoticeContent): string[] {
  const { left, reason } = notice.about;
  const newsletters = listText(shell.context, namesOf(shell, left)) || (left ?? '');
  const key = `signup.reason-${reason}`;
  const why = key in shell.context.words ? say(shell.context.words, key) : '';
  const speak = speaker(shell, notice);
  return [
    speak(newsletters === '' ? 'remark-text-all' : 'remark-text', { newsletters }),
    ...(why === '' ? [] : [speak('remark-reason', { reason: why })]),
    speak('remark-words'),
  ];
}

function paragraphs(shell: Shell, notice: NoticeContent, voice: string): string[] {
  const { kind, about } = notice;
  const speak = speaker(shell, notice);
  if (kind === 'alarm') {
    const more = about.what ? [speak('alarm-about'), about.command && speak('alarm-command')] : [];
    return [about.message, about.remedy, ...more].flatMap((text) => text || []);
  }
  if (kind === 'remark') return remarkText(shell, notice);
  const names = namesOf(shell, about.newsletters);
  const chosen = names.length > 0 && `notice.${voice}-newsletters` in shell.context.words;
  return [
    speak(`${voice}-text`),
    ...(chosen ? [speak(`${voice}-newsletters`, { newsletters: listText(shell.context, names) })] : []),
  ];
}

function noticeBlock(shell: Shell, notice: NoticeContent, voice: string): BlockFilling {
  const speak = speaker(shell, notice);
  const button = () => ({
    button: speak(`${voice}-button`),
    ...(notice.kind === 'welcome' && { action: `${shell.style.base}/` }),
  });
  const texts: MarkValue[] = [
    ...paragraphs(shell, notice, voice),
    ...(notice.kind === 'remark' ? [{ slot: 'remark' } as const] : []),
  ];
  const asks = notice.kind !== 'alarm' && notice.kind !== 'remark';
  return {
    as: 'notice',
    marks: { title: speak(`${voice}-title`), small: speak(`${voice}-small`) },
    blocks: {
      paragraph: texts.map((text) => ({ marks: { text } })),
      button: asks ? [{ marks: button() }] : [],
    },
  };
}

const LABELS = { first: '', other: '', words: { one: '', other: '' }, minutes: { one: '', other: '' } };

/** RFC 3834 §5: no vacation reply to what nobody wrote. */
const HEADERS = { 'Auto-Submitted': 'auto-generated', ...NO_AUTO_REPLY };

/** An alarm about a run is told from others in a list of subjects: what has become of which letter. */
function subjectOf({ kind, about }: NoticeContent, voice: string, speak: Say): string {
  if (kind !== 'alarm' || !about.what) return speak(`${voice}-subject`);
  return speak('alarm-run-subject', { what: speak(`alarm-${about.what}`) });
}

function assembleMessage(shell: Shell, notice: NoticeContent): Letter {
  const { publication } = shell.context;
  const voice = voiceOf(notice);
  const speak = speaker(shell, notice);
  const why = voice === 'move' || voice === 'join' ? 'confirm-why' : `${voice}-why`;
  const subject = subjectOf(notice, voice, speak);
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
  const [one, other] = ['proof-readers.one', about.roughly ? 'proof-readers-about' : 'proof-readers'];
  const counted = { one: speak(one), other: speak(other) };
  const readers = plural(counted, Number(about.readers ?? 0), context.publication.language);
  const time = about.goesAt ? dateText(context, Number(about.goesAt), 'minute') : '';
  const message = speak(time === '' ? 'proof-held' : 'proof-at', {
    readers,
    time,
    reason: about.reason ?? '',
  });
  return {
    marks: { title: speak('proof-title'), message: message.trim() },
    blocks: {
      stop: [{ marks: { button: speak('proof-button') } }],
      release: about.release ? [{ marks: { button: speak('proof-release') } }] : [],
    },
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
