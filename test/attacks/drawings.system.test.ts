import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { formatProblem } from '../../functions/domain/problem.ts';
import { build } from '../../functions/flows/build/build.ts';
import { createBoundedImages, createInspectingImages } from '../../functions/wiring/build/bounded-images.ts';
import { createMediaProcesses } from '../../functions/wiring/build/media-process.ts';
import { DRAWING_BOMBS, HONEST } from '../support/builders/drawing-bombs.ts';
import { articleText, smallBuild } from '../support/builders/small-build.ts';

/** Of the processor's time, in milliseconds: the honest one takes a tenth. */
const SHORT = 1000;
const RECIPES = [{ width: 1440, height: undefined, format: 'webp' }] as const;
const draw = (images: ReturnType<typeof createBoundedImages>, text: string | Uint8Array) =>
  images.encode(Buffer.from(text), RECIPES);

const GIVEN_UP = {
  code: 'too-large',
  message: 'It takes longer than 1 s to compute, and was given up.',
  remedy: expect.stringContaining('export it as a PNG'),
};

describe('a drawing without end', () => {
  it.each(DRAWING_BOMBS)(
    'is given up, and the next one is drawn: %s',
    async (_, bomb) => {
      const images = createBoundedImages(SHORT);
      await expect(draw(images, bomb)).rejects.toMatchObject(GIVEN_UP);
      expect((await draw(images, HONEST))[0]?.length).toBeGreaterThan(100);
    },
    60_000,
  );

  it('holds up no other, and is not tried twice', async () => {
    const processes = createMediaProcesses('/nowhere', { idle: 100, limit: SHORT });
    const images = await processes.images();
    const [, bomb] = DRAWING_BOMBS[0]!;
    const [lost, ...drawn] = await Promise.allSettled(
      [bomb, HONEST, `${HONEST} `].map((text) => draw(images, text)),
    );
    expect(lost).toMatchObject({ status: 'rejected', reason: GIVEN_UP });
    expect(drawn.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
    await expect.poll(() => processes.pid(), { timeout: 20_000 }).toBeUndefined();
    await expect(draw(images, bomb)).rejects.toMatchObject(GIVEN_UP);
    expect(processes.pid()).toBeUndefined();
  }, 60_000);

  it('is a problem of the line that shows it, and everything else is looked at', async () => {
    const images = createBoundedImages(SHORT);
    const ports = { ...smallBuild(), images: async () => images };
    const image = (name: string) =>
      articleText({ more: `image: {src: images/${name}.svg, alt: a, credit: b}` });
    ports.content.write('content/images/bomb.svg', DRAWING_BOMBS[1]![1]);
    ports.content.write('content/images/honest.svg', HONEST);
    ports.content.write('content/articles/a.md', image('bomb'));
    ports.content.write('content/articles/b.md', image('honest'));
    const { hash, problems } = await build(ports);
    expect(hash).toBeUndefined();
    const [line, ...others] = problems.filter(({ level }) => level === 'error').map(formatProblem);
    expect(line).toMatch(
      /^content\/articles\/a\.md:6: error: The image content\/images\/bomb\.svg: It takes longer than 1 s to compute/,
    );
    expect(others).toEqual([]);
    const encoded = [...ports.out.kept.keys()].filter((key) => key.startsWith('media/'));
    expect(encoded.every((key) => key.includes('honest'))).toBe(true);
    expect(encoded.length).toBeGreaterThan(2);
    ports.content.write('content/images/bomb.svg', HONEST);
    expect((await build(ports)).hash).toBeDefined();
  }, 60_000);

  it.each([
    ['one by four million', 'width="1" height="4000000"'],
    ['a line from top to bottom', 'width="100" height="1200"'],
  ])('is refused from its sides, before it is drawn: %s', async (_, size) => {
    const ports = smallBuild();
    ports.content.write('content/images/tall.svg', HONEST.replace('width="400" height="300"', size));
    ports.content.write('content/articles/a.md', articleText({ body: '![a](images/tall.svg){credit="b"}' }));
    const errors = (await build(ports)).problems.filter(({ level }) => level === 'error').map(formatProblem);
    expect(errors).toEqual([
      expect.stringMatching(
        /^content\/articles\/a\.md:8: error: .* It would be \d+ × [\d,]+ pixels: a side has 16,383 at most\. Cut it into several\.$/,
      ),
    ]);
  });

  it.each([
    'width="1000000000" height="1000000000"',
    'width="4000000" height="1"',
    'viewBox="0 0 1e30 1e30"',
    'viewBox="0 0 1 1e9"',
    'width="-5" height="-5"',
    'width="0" height="0"',
    'width="NaN" height="1e400"',
    'width="1000000%" height="1000000%"',
  ])(
    'ends in a picture or in words: %s',
    async (size) => {
      const images = createBoundedImages(5000);
      const text = HONEST.replace('width="400" height="300"', size);
      const outcome = await images
        .inspect(Buffer.from(text))
        .then(() => draw(images, text))
        .then(
          ([one]) => (one!.length > 0 ? 'drawn' : 'nothing'),
          (error: { code: string }) => error.code,
        );
      expect(['drawn', 'invalid', 'too-large']).toContain(outcome);
    },
    60_000,
  );
});

describe('a picture that moves', () => {
  it.each(['gif', 'webp'] as const)(
    'shows its first frame, however many there are: %s',
    async (format) => {
      const frames = 2000;
      const film = await sharp(Buffer.alloc(8 * 8 * frames * 3, 90), {
        raw: { width: 8, height: 8 * frames, channels: 3, pageHeight: 8 },
      })
        .toFormat(format, { loop: 0 })
        .toBuffer();
      const images = createBoundedImages(20_000);
      expect(await images.inspect(film)).toMatchObject({ width: 8, height: 8 });
      expect(await sharp((await draw(images, film))[0]).metadata()).toMatchObject({
        width: 1440,
        height: 1440,
      });
    },
    60_000,
  );
});

describe('a thread that only looks', () => {
  it('starts no process for photographs, and says of drawings what a process says', async () => {
    const images = createInspectingImages(SHORT);
    const photo = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#a33' } })
      .jpeg()
      .toBuffer();
    expect(await images.inspect(photo)).toEqual({ width: 40, height: 30, kind: 'photo' });
    expect(await images.inspect(Buffer.from(HONEST))).toEqual({ width: 400, height: 300, kind: 'vector' });
    await expect(images.inspect(Buffer.from('<svg'))).rejects.toMatchObject({ code: 'invalid' });
  });
});
