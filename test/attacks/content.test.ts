import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createFolderFiles } from '../../functions/adapters/fs/files.ts';
import { createImages } from '../../functions/adapters/sharp/images.ts';
import { parseDuration, parseSchedule } from '../../functions/domain/publication/schedule.ts';
import { computeNextChanges, createFirstChanges } from '../../functions/domain/release/pointer-changes.ts';
import { build } from '../../functions/flows/build/build.ts';
import { openRelease } from '../../functions/flows/release/open-release.ts';
import { article, brief, PUBLICATION, readFiles, readFolder } from '../support/builders/content.ts';
import { articleText, PUBLICATION as SMALL, smallBuild } from '../support/builders/small-build.ts';
import { anEntry, NOON } from '../support/builders/small-publication.ts';
import { memoryFiles } from '../support/fakes/memory-files.ts';
import { temporaryFolder } from '../support/hosts/temporary-folder.ts';

const images = createImages();
const svg = (body: string, attributes = 'width="100" height="100"', before = '') =>
  Buffer.from(
    `${before}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${attributes}>${body}</svg>`,
  );

/** As a camera of so many pixels would have written it, in some hundred bytes. */
function png(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(Buffer.concat([Buffer.from(type), data])));
    return Buffer.concat([length, Buffer.from(type), data, sum]);
  };
  const head = Buffer.from([...Array(8).fill(0), 8, 2, 0, 0, 0]);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  const parts = [
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.alloc(9))),
    chunk('IEND', Buffer.of()),
  ];
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...parts]);
}

const laughs = Array.from(
  'bcdefghij',
  (name, i) => `<!ENTITY ${name} "${`&${'abcdefghij'[i]};`.repeat(10)}">`,
);
const MILLION_LAUGHS = `<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">${laughs.join('')}]>`;

describe('a picture', () => {
  it.each([
    ['of 400 million pixels', png(20_000, 20_000), /pixel limit/],
    ['of 900 million pixels', png(30_000, 30_000), /pixel limit/],
    ['of one pixel by two billion', png(1, 2_000_000_000), /cannot be read/],
    ['drawn at 100,000 by 100,000', svg('', 'width="100000" height="100000"'), /pixel limit/],
    ['of a billion laughs', svg('<text>&j;</text>', undefined, MILLION_LAUGHS), /cannot be read/],
    [
      'that reads a file as an entity',
      svg('<text>&x;</text>', undefined, '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/hostname">]>'),
      /cannot be read/,
    ],
    ['that is packed', gzipSync(svg(' '.repeat(1_000_000))), /packed/],
    ['that is none', Buffer.from('<?php'), /cannot be read/],
  ])('%s is refused from its head', async (_, bytes, message) => {
    await expect(images.inspect(bytes)).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(message),
    });
  });

  it('that is a drawing shows nothing of other files', async () => {
    const folder = temporaryFolder();
    const red = join(folder, 'red.svg');
    writeFileSync(red, svg('<rect width="100" height="100" fill="red"/>'));
    const draw = (body: string) =>
      images.encode(svg(body), [{ width: 50, height: undefined, format: 'png' }]);
    const [nothing] = await draw('');
    expect(await draw('<rect width="100" height="100" fill="red"/>')).not.toEqual([nothing]);
    for (const href of [red, `file://${red}`, 'http://127.0.0.1:9/red.svg']) {
      expect(await draw(`<image xlink:href="${href}" width="100" height="100"/>`)).toEqual([nothing]);
      expect(await draw(`<use xlink:href="${href}#a"/>`)).toEqual([nothing]);
    }
    const include = `<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="${red}"/>`;
    expect(await draw(include)).toEqual([nothing]);
  });
});

describe('a path in content', () => {
  it.each([
    '../../secrets.png',
    '/../secrets.png',
    '/etc/passwd',
    'images/../../secrets.png',
    '%2e%2e/%2e%2e/secrets.png',
    '..\\..\\secrets.png',
    'images/a.png\\0',
    'file:///etc/logo.svg',
    '//evil.example/logo.svg',
    'https://evil.example/logo.svg',
    'data:image/svg+xml,a.svg',
    '../../.data/secrets.json',
  ])('leads to no picture outside: %s', async (src) => {
    const read = (text: string) =>
      readFiles({ 'content/publication.yaml': PUBLICATION, 'content/articles/a.md': text });
    for (const text of [article(`image: {src: "${src}", alt: a}`), article('', `![a](<${src}> "b")\n`)]) {
      const { problems, articles } = await read(text);
      expect(problems.some(({ level }) => level === 'error')).toBe(true);
      expect(articles[0]?.facts?.images ?? []).not.toContainEqual(
        expect.objectContaining({ text: expect.stringMatching(/^\.\.|^\/|secrets\.json|:/) }),
      );
    }
  });

  it('that is a link out of the folder is a problem of that file, and nothing is read', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'content/articles'), { recursive: true });
    writeFileSync(join(folder, 'secrets.json'), '{"identity":"abc"}');
    writeFileSync(join(folder, 'content/publication.yaml'), PUBLICATION);
    symlinkSync('../../secrets.json', join(folder, 'content/articles/leak.md'));
    const files = createFolderFiles(join(folder, 'content'), 'content');
    expect(brief((await readFolder(files)).problems)).toEqual([
      '1 error: content/articles/leak.md is a link to a file outside of its folder. Put the file itself there.',
    ]);
  });
});

const NAMES = ['constructor', 'hasownproperty', 'tostring', 'valueof', 'prototype'];

describe('a name that JavaScript has a meaning for', () => {
  it.each(['__proto__', 'constructor', 'prototype'])('is no key of an article: %s', async (key) => {
    const { problems } = await readFiles({
      'content/publication.yaml': PUBLICATION,
      'content/articles/a.md': article(`${key}: {polluted: true}`),
    });
    expect(brief(problems)[0]).toContain(`\`${key}\` is not a known key`);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('is no schedule and no unit of time', () => {
    for (const word of ['constructor', '__proto__', 'tostring', 'valueof']) {
      expect(parseSchedule(`${word} at 07:00`)).toBeUndefined();
      expect(parseDuration(`10 ${word}`)).toBeUndefined();
    }
  });

  it('is a topic, a newsletter, a slug and an id like any other', async () => {
    const topics = NAMES.map((name) => `  - { id: ${name}, name: N }\n`).join('');
    const content = memoryFiles({
      'content/publication.yaml': SMALL.replace('topics:\n', `topics:\n${topics}`),
      ...Object.fromEntries(
        NAMES.map((name) => [
          `content/articles/${name}.md`,
          articleText({ topic: name, more: `id: ${name}` }),
        ]),
      ),
      'content/articles/proto.md': articleText({ more: 'id: __proto__\naliases: [/__proto__]' }),
    });
    const ports = smallBuild(content);
    const { hash, problems } = await build(ports);
    expect(problems.filter(({ level }) => level === 'error')).toEqual([]);
    const release = await openRelease(ports.out, hash!);
    for (const name of NAMES) expect((await release.byId(name))?.slug).toBe(name);
    expect((await release.byId('__proto__'))?.slug).toBe('proto');
    expect(await release.find('valueOf')).toBeUndefined();
    expect(await release.byId('__defineGetter__')).toBeUndefined();
  });

  it('changes at an instant like any other', () => {
    const entries = ['__proto__', 'constructor'].map((id) => anEntry({ id, date: NOON - 1 }));
    const nothing = { site: '', entries: [], withdrawn: new Set<string>(), editions: {} };
    const { articles } = computeNextChanges(createFirstChanges(1), nothing, { ...nothing, entries }, NOON);
    expect(Object.entries(articles)).toEqual([
      ['__proto__', NOON],
      ['constructor', NOON],
    ]);
  });
});
