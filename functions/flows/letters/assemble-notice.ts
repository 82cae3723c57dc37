/** Assembles notices (transactional mail): confirmation, welcome, requested link, alarm, a reader's remark, and the proof of a letter. */
import type { Welcome } from '../../domain/content/welcome.ts';
import { BroadsheetError } from '../../domain/error.ts';
import { type BlockFilling, fillTemplate, type MarkValue } from '../../domain/letters/fill-template.ts';
import { type Letter, NO_AUTO_REPLY, type Piece } from '../../domain/letters/letter.ts';
import { renderProse } from '../../domain/letters/mail-prose.ts';
import { firstWordsOf } from '../../domain/letters/preview-text.ts';
import { fillUnderline } from '../../domain/letters/text-marks.ts';
import { choosePlural } from '../../domain/letters/topic-selection.ts';
import type { Newsletter } from '../../domain/publication/publication.ts';
import { formatDate, formatList } from '../../domain/text/dates.ts';
import { plainForeignWords, say } from '../../domain/text/translations.ts';
import type { Instant } from '../../domain/time/instant.ts';
import type { LetterView } from '../release/view.ts';
import { fillParts, openShell, type Shell } from './letter-shell.ts';
import { fillWelcome, type LatestLetter } from './welcome-letter.ts';

/**
 * The keys of `about`, by kind:
 * confirm: `newsletters` (ids with commas, optional); `from` for a change of address; `join` if the new address is a subscriber already.
 * welcome: `newsletters`. link: `purpose`, which is `manage` or `preferences`.
 * alarm: `message`, `remedy`; for a run also `what` (an AlarmKind), `run`, `subject`, `newsletter` (its name), `command`.
 * proof: `readers` (a number), `roughly` (the number is an estimate), `goesAt` (epoch ms as text; empty if the run waits for an editor),
 * `reason`, `release` (a link releases the run).
 * remark: `left` (newsletter ids), `reason`. The words of the remark are filled in for each message.
 */
export type NoticeContent = {
  kind: 'confirm' | 'welcome' | 'link' | 'proof' | 'alarm' | 'remark';
  about: Readonly<Record<string, string>>;
};

/** What a welcome tells beside its words. */
type Greeting = { own: Welcome | undefined; latest: readonly LatestLetter[]; now: Instant };

/** The prefix of the notice's sentences in the `notice` section of the words. */
function voiceOf({ kind, about }: NoticeContent): string {
  if (kind === 'link') return about.purpose === 'manage' ? 'manage' : 'preferences';
  return kind === 'confirm' && about.from ? (about.join ? 'join' : 'move') : kind;
}

/** Looks up a sentence; its values are the publication's title and the keys of `about`. */
type Say = (key: string, values?: Readonly<Record<string, string>>) => string;
const createSay =
  ({ context }: Shell, { about }: NoticeContent): Say =>
  (key, values) =>
    say(context.words, `notice.${key}`, { ...about, publication: context.publication.title, ...values });

const newslettersOf = ({ context }: Shell, ids = ''): Newsletter[] =>
  ids.split(',').flatMap((id) => context.publication.newsletters.find((n) => n.id === id) ?? []);

const namesOf = (shell: Shell, ids?: string): string[] => newslettersOf(shell, ids).map(({ name }) => name);

/** The text around a remark. The remark itself is filled in for each message: no stored letter contains it. */
function remarkTextOf(shell: Shell, notice: NoticeContent): string[] {
  const { left, reason } = notice.about;
  const newsletters = formatList(shell.context, namesOf(shell, left)) || (left ?? '');
  const key = `signup.reason-${reason}`;
  const why = key in shell.context.words ? say(shell.context.words, key) : '';
  const speak = createSay(shell, notice);
  return [
    speak(newsletters === '' ? 'remark-text-all' : 'remark-text', { newsletters }),
    ...(why === '' ? [] : [speak('remark-reason', { reason: why })]),
    speak('remark-words'),
  ];
}

function paragraphsOf(shell: Shell, notice: NoticeContent, voice: string): string[] {
  const { kind, about } = notice;
  const speak = createSay(shell, notice);
  if (kind === 'alarm') {
    const more = about.what ? [speak('alarm-about'), about.command && speak('alarm-command')] : [];
    return [about.message, about.remedy, ...more].flatMap((text) => text || []);
  }
  if (kind === 'remark') return remarkTextOf(shell, notice);
  const names = namesOf(shell, about.newsletters);
  const chosen = names.length > 0 && `notice.${voice}-newsletters` in shell.context.words;
  return [
    speak(`${voice}-text`),
    ...(chosen ? [speak(`${voice}-newsletters`, { newsletters: formatList(shell.context, names) })] : []),
  ];
}

function fillNoticeBlock(
  shell: Shell,
  notice: NoticeContent,
  voice: string,
  greeting: Greeting,
): BlockFilling {
  const speak = createSay(shell, notice);
  const button = () => ({
    button: speak(`${voice}-button`),
    ...(notice.kind === 'welcome' && { action: `${shell.style.base}/` }),
  });
  const texts: MarkValue[] = [
    // The editors' own words replace those of the system.
    ...paragraphsOf(shell, notice, voice).slice(greeting.own ? 1 : 0),
    ...(notice.kind === 'remark' ? [{ slot: 'remark' } as const] : []),
  ];
  const title = speak(`${voice}-title`);
  const asks = notice.kind !== 'alarm' && notice.kind !== 'remark';
  return {
    as: 'notice',
    marks: { title, small: speak(`${voice}-small`) },
    blocks: {
      underline: fillUnderline(title),
      paragraph: texts.map((text) => ({ marks: { text } })),
      ...(greeting.own && { prose: [{ marks: { body: renderProse(greeting.own.body, shell.style) } }] }),
      ...(notice.kind === 'welcome' &&
        fillWelcome(shell, newslettersOf(shell, notice.about.newsletters), greeting.latest, greeting.now)),
      button: asks ? [{ marks: button() }] : [],
    },
  };
}

const NO_LABELS = { first: '', other: '', words: { one: '', other: '' }, minutes: { one: '', other: '' } };

/** RFC 3834 §5: automatic messages get no vacation reply. */
const NOTICE_HEADERS = { 'Auto-Submitted': 'auto-generated', ...NO_AUTO_REPLY };

/** The subject of an alarm about a run names the event and the letter, so that alarms differ in a list of subjects. */
function subjectOf({ kind, about }: NoticeContent, voice: string, speak: Say): string {
  if (kind !== 'alarm' || !about.what) return speak(`${voice}-subject`);
  return speak('alarm-run-subject', { what: speak(`alarm-${about.what}`) });
}

function assembleMessage(shell: Shell, notice: NoticeContent, greeting: Greeting): Letter {
  const { publication } = shell.context;
  const voice = voiceOf(notice);
  const speak = createSay(shell, notice);
  const why = voice === 'move' || voice === 'join' ? 'confirm-why' : `${voice}-why`;
  const { own } = greeting;
  const subject = own?.subject ?? plainForeignWords(subjectOf(notice, voice, speak), publication.language);
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
    headers: NOTICE_HEADERS,
    feedback: { a: 'notices', b: voice },
    labels: NO_LABELS,
    blocks: [],
    articles: [],
    ...fillParts(shell, {
      ...{ subject, footer, why: speak(why) },
      preheader: own ? firstWordsOf(own.body) : (paragraphsOf(shell, notice, voice)[0] ?? ''),
      blocks: { items: [fillNoticeBlock(shell, notice, voice, greeting)] },
    }),
  };
}

function bannerOf(shell: Shell, notice: NoticeContent): BlockFilling {
  const { about } = notice;
  const { context } = shell;
  const speak = createSay(shell, notice);
  const [one, other] = ['proof-readers.one', about.roughly ? 'proof-readers-about' : 'proof-readers'];
  const counted = { one: speak(one), other: speak(other) };
  const readers = choosePlural(counted, Number(about.readers ?? 0), context.publication.language);
  const time = about.goesAt ? formatDate(context, Number(about.goesAt), 'minute') : '';
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

/** The wrapper that MJML puts around all sections. */
const WRAPPER_TAG = /role="article"[^>]*>/;

function insertBanner(html: readonly Piece[], banner: readonly Piece[]): Piece[] {
  const at = html.findIndex((piece) => typeof piece === 'string' && WRAPPER_TAG.test(piece));
  const piece = html[at];
  if (typeof piece !== 'string') throw new BroadsheetError('broken', 'The letter has no place for a banner.');
  const match = WRAPPER_TAG.exec(piece)!;
  const end = match.index + match[0].length;
  return [...html.slice(0, at), piece.slice(0, end), ...banner, piece.slice(end), ...html.slice(at + 1)];
}

/**
 * The proof of a letter: the letter itself below a banner. The banner says how many subscribers get it and when, and has the link that
 * stops the run.
 */
function assembleProof(shell: Shell, notice: NoticeContent, letter: Letter): Letter {
  const banner = (part: 'html' | 'text'): Piece[] =>
    fillTemplate(shell.style, 'letter.banner', bannerOf(shell, notice), part);
  return {
    ...letter,
    kind: 'notice',
    subject: plainForeignWords(
      createSay(shell, notice)('proof-subject', { subject: letter.subject }),
      letter.language,
    ),
    blocks: letter.blocks.map(({ subject: _, ...block }) => block),
    listId: undefined,
    unsubscribable: false,
    headers: NOTICE_HEADERS,
    feedback: { a: 'notices', b: 'proof' },
    html: insertBanner(letter.html, banner('html')),
    text: [...banner('text'), ...letter.text],
  };
}

/** `letter`: the letter that a proof shows; only proofs need it. `latest`: the letters that a welcome leads to. */
export async function assembleNotice(
  view: LetterView,
  notice: NoticeContent,
  extra: { base: string; letter?: Letter; latest?: readonly LatestLetter[] },
): Promise<Letter> {
  const shell = await openShell(view, extra.base);
  const chosen = newslettersOf(shell, notice.about.newsletters).map(({ id }) => id);
  const own = notice.kind === 'welcome' ? await view.release.welcome(chosen) : undefined;
  const greeting = { own, latest: extra.latest ?? [], now: view.now };
  if (notice.kind !== 'proof') return assembleMessage(shell, notice, greeting);
  if (!extra.letter) throw new BroadsheetError('broken', 'A proof needs the letter it shows.');
  return assembleProof(shell, notice, extra.letter);
}
