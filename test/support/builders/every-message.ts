/** Composes a message of every kind from the built test publication, with real text, images, translations and templates. */

import type { Edition } from '../../../functions/domain/content/edition.ts';
import { compose, prepareLetter } from '../../../functions/domain/letters/compose.ts';
import type { Letter } from '../../../functions/domain/letters/letter.ts';
import { assembleAlert, assembleDigest, assembleEdition } from '../../../functions/flows/letters/assemble.ts';
import { assembleNotice, type NoticeContent } from '../../../functions/flows/letters/assemble-notice.ts';
import { weighPictures } from '../../../functions/flows/letters/check-letter-size.ts';
import { publish } from '../../../functions/flows/release/publish.ts';
import { createViews, type View } from '../../../functions/flows/release/view.ts';
import { buildRelease, createDistBlobs } from '../../../functions/wiring/build/build.ts';
import { readConfig } from '../../../functions/wiring/config.ts';
import { memoryBlobs } from '../fakes/memory-blobs.ts';
import { memoryPointers } from '../fakes/memory-pointers.ts';
import {
  markdownEdition,
  pictureEdition,
  shortEdition,
  withLargePictures,
} from '../letters/edition-shapes.ts';
import { aRecipient, aStamp, HASH } from './letters.ts';
import { TEST_PUBLICATION } from './test-publication.ts';
import { readWords } from './words.ts';

const ROOT = new URL('../../..', import.meta.url).pathname;
const NOW = Date.parse('2026-11-24T07:00:00Z');
const base = 'https://news.quarterhour.example';
const extra = { base, corrections: [] };

async function publishedView(): Promise<View> {
  const config = readConfig({ CONTENT_DIR: TEST_PUBLICATION }, ROOT);
  const { hash } = await buildRelease(config);
  if (!hash) throw new Error('The test publication does not build.');
  const [blobs, pointers, clock] = [memoryBlobs(), memoryPointers(), () => NOW];
  await publish({ from: createDistBlobs(config), to: blobs, pointers, clock }, hash, { explicit: true });
  return createViews({ blobs, pointers, clock }, { refresh: 1000 }).current();
}

/** `language`: of the system's words and the direction; the articles stay as they are. */
export type MessageVariant = { language?: 'de' | 'he'; logo?: false };

function varyView(view: View, { language, logo }: MessageVariant): View {
  const { index } = view.release;
  const publication = {
    ...index.publication,
    ...(language && { language }),
    ...(logo === false && { logo: undefined }),
  };
  const words = language === 'de' ? readWords('de') : index.words;
  return { ...view, release: { ...view.release, index: { ...index, publication, words } } };
}

async function readEdition(view: View, id: string): Promise<Edition> {
  const edition = await view.release.edition(id);
  if (!edition) throw new Error(`The test publication has no edition ${id}.`);
  return edition;
}

const editionLetter = async (view: View, id: string): Promise<Letter> =>
  (await assembleEdition(view, await readEdition(view, id), extra)).letter;

/** Editions of shapes that the test publication does not have. */
async function shapedLetters(view: View): Promise<Record<string, Letter>> {
  const pictures = (await view.newest({ limit: 12 })).flatMap(({ image }) => image ?? []).slice(0, 5);
  const letterOf = async (edition: Edition) => (await assembleEdition(view, edition, extra)).letter;
  return {
    'edition of large pictures': await letterOf(
      withLargePictures(await readEdition(view, '2026-11-23-brief')),
    ),
    'edition of every construct': await letterOf(markdownEdition()),
    'edition of a few words': await letterOf(shortEdition()),
    'edition of pictures': await letterOf(pictureEdition(pictures)),
  };
}

/** The bytes by kind, addressed to one subscriber. A test copy is the edition itself, sent as a notice. */
export async function composeEveryMessage(
  variant: MessageVariant = {},
): Promise<ReadonlyMap<string, Uint8Array>> {
  const view = varyView(await publishedView(), variant);
  const { newsletters } = view.release.index.publication;
  const daily = newsletters.find(({ id }) => id === 'daily')!;
  const [first, ...more] = await view.newest({ limit: 4 });
  const edition = await editionLetter(view, '2026-11-23-brief');
  const notice = (kind: NoticeContent['kind'], about: Record<string, string>, letter?: Letter) =>
    assembleNotice(view, { kind, about }, { base, ...(letter && { letter }) });
  const letters: Record<string, Letter> = {
    edition,
    ...(await shapedLetters(view)),
    'an older edition': await editionLetter(view, '2026-11-20-brief'),
    digest: (await assembleDigest(view, daily, [first!, ...more], { ...extra, slot: NOW })).letter,
    'digest of one': (await assembleDigest(view, daily, [first!], { ...extra, slot: NOW })).letter,
    alert: (await assembleAlert(view, { ...first!, alert: 'brief' }, extra)).letter,
    confirm: await notice('confirm', { newsletters: 'brief,daily' }),
    welcome: await notice('welcome', { newsletters: 'brief,daily' }),
    'link to manage': await notice('link', { purpose: 'manage' }),
    'link to preferences': await notice('link', { purpose: 'preferences' }),
    'change of address': await notice('confirm', { from: 'some-id' }),
    'already a subscriber': await notice('confirm', { from: 'some-id', join: 'yes' }),
    proof: await notice('proof', { readers: '1200', goesAt: String(NOW), reason: '' }, edition),
    'proof held': await notice('proof', { readers: '1', goesAt: '', reason: 'It is held.' }, edition),
    'proof with both links': await notice(
      'proof',
      { readers: '1200', goesAt: String(NOW), reason: GAP, release: 'yes' },
      edition,
    ),
    test: edition,
    alarm: await notice('alarm', { message: ALARM.message, remedy: ALARM.remedy }),
    'alarm of a run': await notice('alarm', ALARM),
    remark: await notice('remark', { left: 'brief', reason: 'too-many' }),
  };
  const to = { name: 'Ada Reader', email: 'ada@reader.example' };
  const remark = '> WAY TOO MANY LETTERS!!! Free me of them, click here: https: // win . example';
  const recipient = aRecipient({ to, remark, unsubscribe: `${base}/unsubscribe/${'a'.repeat(80)}` });
  return new Map(
    Object.entries(letters).map(([kind, letter]) => [
      kind,
      compose(prepareLetter(letter, HASH), recipient, aStamp({ at: Date.now() }))!,
    ]),
  );
}

/** The bytes of the pictures that a message loads, each once, as the build made them. */
export async function readPictureBytes(html: string): Promise<number> {
  const dist = createDistBlobs(readConfig({ CONTENT_DIR: TEST_PUBLICATION }, ROOT));
  const paths = [...html.matchAll(/<img [^>]*?src="([^"]+)"/g)].map(([, src]) =>
    src!.slice(`${base}/`.length),
  );
  const bytes = await weighPictures(dist, [...new Set(paths)]);
  if (bytes === undefined) throw new Error('A picture of the message was not built.');
  return bytes;
}

const GAP =
  'Another letter of The Brief began on 2026-11-24 at 06:53:13, less than 30 minutes before. It goes by itself at 07:23.';
const ALARM = {
  what: 'missed',
  run: 'e_2026-11-23-brief',
  subject: 'A brief',
  newsletter: 'The Brief',
  command: 'send 2026-11-23-brief',
  message: 'Its time passed while nothing ran here.',
  remedy: '`send 2026-11-23-brief` sends it now.',
};
