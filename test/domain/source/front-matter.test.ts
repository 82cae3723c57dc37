import { describe, expect, it } from 'vitest';
import { decodeSource } from '../../../functions/domain/source/front-matter.ts';

const PATH = 'content/articles/a.md';

describe('the bytes of a file', () => {
  const bytes = (...parts: (string | number[])[]) =>
    Uint8Array.from(parts.flatMap((p) => (typeof p === 'string' ? [...new TextEncoder().encode(p)] : p)));

  it('lose BOM, carriage returns and forbidden characters', () => {
    const decoded = decodeSource(PATH, bytes([0xef, 0xbb, 0xbf], 'a\r\nb\rc\0\u0001\u0085d'));
    expect(decoded).toEqual({ file: { path: PATH, text: 'a\nb\nc\u0085d' } });
  });

  it('that are not UTF-8 are told with their line', () => {
    expect(decodeSource(PATH, bytes('a\nb\nc', [0xe9], '\n'))).toEqual({
      problem: {
        file: PATH,
        line: 3,
        level: 'error',
        message: 'The file is not UTF-8 text.',
        remedy: 'Save it again as UTF-8.',
      },
    });
  });

  it('beyond 2 MB are refused', () => {
    expect(decodeSource(PATH, new Uint8Array(2_000_001))).toMatchObject({
      problem: { message: 'The file is larger than 2 MB.', remedy: 'Split it into several articles.' },
    });
  });
});
