import PostalMime from 'postal-mime';
import { beforeAll, describe, expect, it } from 'vitest';
import { composeEveryMessage, readPictureBytes } from '../../support/builders/every-message.ts';

/** Ceilings in KB of the HTML, the message and the pictures. They were measured with a quarter of room: a heavier letter needs a reason. */
const CEILINGS: [kind: string, html: number, message: number, pictures: number][] = [
  ['edition', 60, 80, 135],
  ['an older edition', 60, 80, 170],
  ['edition of large pictures', 60, 80, 220],
  ['digest', 36, 46, 100],
  ['digest of one', 20, 26, 80],
  ['alert', 20, 27, 80],
  ['edition of every construct', 21, 27, 20],
  ['edition of a few words', 17, 21, 20],
  ['confirm', 17, 21, 20],
  ['welcome', 18, 22, 20],
  ['link to manage', 17, 21, 20],
  ['alarm', 17, 20, 20],
  ['proof', 62, 82, 135],
];
const toKilobytes = (bytes: number): number => bytes / 1024;

describe('a letter', () => {
  let messages: ReadonlyMap<string, Uint8Array>;
  beforeAll(async () => {
    messages = await composeEveryMessage();
  });

  it.each(CEILINGS)('weighs no more than it did: %s', async (kind, html, message, pictures) => {
    const bytes = messages.get(kind)!;
    const read = await PostalMime.parse(bytes);
    expect(toKilobytes(Buffer.byteLength(read.html!))).toBeLessThanOrEqual(html);
    expect(toKilobytes(bytes.length)).toBeLessThanOrEqual(message);
    expect(toKilobytes(await readPictureBytes(read.html!))).toBeLessThanOrEqual(pictures);
  });

  it('with five pictures has all five, and thumbnails weigh a fraction of large ones', async () => {
    const htmlOf = async (kind: string) => (await PostalMime.parse(messages.get(kind)!)).html!;
    const [small, large] = [await htmlOf('edition'), await htmlOf('edition of large pictures')];
    const shown = (html: string) => html.match(/<img /g)!.length;
    expect(shown(small)).toBe(shown(large));
    expect(await readPictureBytes(small)).toBeLessThan(0.6 * (await readPictureBytes(large)));
  });
});
