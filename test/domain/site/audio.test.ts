import { describe, expect, it } from 'vitest';
import { parseArticle } from '../../../functions/domain/content/article-source.ts';
import {
  audioUrl,
  describeAudio,
  formatSeconds,
  readAudio,
  resolveAudio,
} from '../../../functions/domain/site/audio.ts';
import { brief, yaml } from '../../support/builders/content.ts';

const FILE = 'content/articles/a.md';
const TABLE = {
  'files/a.mp3': { path: 'media/a-01.mp3', type: 'audio/mpeg', bytes: 12, label: 'MP3, 1 kB' },
  'files/a.pdf': { path: 'media/a-01.pdf', type: 'application/pdf', bytes: 12, label: 'PDF, 1 kB' },
};

function read(keys: string) {
  const head = `title: A\ndate: 2026-11-20\ntopic: world\n${keys}`;
  const parsed = parseArticle({ path: FILE, text: `---\n${head}\n---\nBody` }, { yaml, timezone: 'UTC' });
  return { audio: parsed.source?.audio, problems: brief(parsed.problems) };
}
const ELSEWHERE = 'src: https://cdn.example/a.mp3, length: 9, type: audio/mpeg';

describe('the recording of an article', () => {
  it.each([
    ['754', 754],
    ['12:34', 754],
    ['1:02:03', 3723],
    ['0:59', 59],
  ])('lasts %s', (written, seconds) => {
    const { audio, problems } = read(`audio: { src: files/a.mp3, duration: "${written}" }`);
    expect([audio?.audio.seconds, problems]).toEqual([seconds, []]);
    expect(formatSeconds(3723)).toBe('1:02:03');
  });

  it.each([
    ['audio: { src: files/a.mp3, duration: soon }', 'is not a length of time'],
    ['audio: { src: files/a.mp3, duration: "0:00" }', 'is not a length of time'],
    ['audio: { src: files/a.mp3, length: 5 }', '`length` is read from the file'],
    ['audio: { src: a.mp3 }', 'is not a file of `content/files/`'],
    ['audio: { src: "http://cdn.example/a.mp3", length: 9, type: audio/mpeg }', 'is not an https address'],
    ['audio: { src: "javascript:alert(1)" }', 'is not an https address'],
    ['audio: { src: "https://cdn.example/a.mp3", type: audio/mpeg }', '`length`'],
    ['audio: { src: "https://cdn.example/a.mp3", length: 9, type: text/html }', 'is no type of audio'],
    ['audio: { src: files/a.mp3, url: x }', 'url'],
    ['audio: { title: x }', 'src'],
  ])('is told of if it is wrong: %s', (keys, problem) => {
    expect(read(keys).problems.join()).toContain(problem);
  });

  it('elsewhere is as it is written', () => {
    const { audio } = read(`audio: { ${ELSEWHERE} }`);
    const expected = { href: 'https://cdn.example/a.mp3', type: 'audio/mpeg', bytes: 9 };
    expect(audio?.audio).toEqual(expected);
    expect(audioUrl(expected, 'https://paper.example')).toBe(expected.href);
  });

  it('of the content has size, type and address of its file', () => {
    const { audio } = read('audio: { src: ../files/a.mp3, duration: 61 }');
    const found = resolveAudio(audio!, TABLE);
    if ('fault' in found) throw new Error(found.fault.message);
    expect(audioUrl(found.audio, 'https://paper.example')).toBe('https://paper.example/media/a-01.mp3');
    expect(describeAudio(found.audio)).toBe('1:01, MP3, 1 kB');
  });

  it.each([
    ['files/b.mp3', 'There is no file'],
    ['files/a.pdf', 'is no recording'],
    ['files/a.html', 'kind of file'],
  ])('that is no recording is a problem: %s', (src, message) => {
    const { audio } = read(`audio: { src: ${src} }`);
    expect(resolveAudio(audio!, TABLE)).toMatchObject({
      fault: { message: expect.stringContaining(message) },
    });
  });

  it('is none without the key', () => {
    expect(
      readAudio({ site: { file: FILE, offset: 0, problems: [] }, line: 1, nodes: new Map() }, FILE),
    ).toBeUndefined();
  });
});
