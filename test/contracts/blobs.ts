import { describe, expect, it } from 'vitest';
import type { Blobs } from '../../functions/domain/release/release.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (found: Uint8Array | undefined) => found && new TextDecoder().decode(found);

/** What every store of blobs does. `open` gives an empty one. */
export function blobsContract(name: string, open: () => Blobs): void {
  describe(`blobs: ${name}`, () => {
    it('gives back what was put, and nothing for what was not', async () => {
      const blobs = open();
      await blobs.put('objects/abc', bytes('hello'));
      expect(text(await blobs.get('objects/abc'))).toBe('hello');
      expect(await blobs.has('objects/abc')).toBe(true);
      expect(await blobs.get('objects/abd')).toBeUndefined();
      expect(await blobs.has('objects/abd')).toBe(false);
    });

    it('leaves a blob that exists as it is', async () => {
      const blobs = open();
      await blobs.put('media/a-1.webp', bytes('first'));
      await blobs.put('media/a-1.webp', bytes('second'));
      expect(text(await blobs.get('media/a-1.webp'))).toBe('first');
    });

    it('survives many writers of one blob at once', async () => {
      const blobs = open();
      const large = bytes('x'.repeat(200_000));
      await Promise.all(Array.from({ length: 20 }, () => blobs.put('objects/same', large)));
      expect((await blobs.get('objects/same'))?.length).toBe(large.length);
    });

    it('does not take a folder for a blob', async () => {
      const blobs = open();
      await blobs.put('release/abc/index.json', bytes('{}'));
      expect(await blobs.get('release/abc')).toBeUndefined();
      expect(await blobs.get('release/abc/index.json/more')).toBeUndefined();
    });

    const hostile = [
      '../secret',
      'objects/../../secret',
      '/etc/passwd',
      'a//b',
      '',
      '.',
      'a/.',
      'a/.b',
      'a\\..\\b',
    ];
    it.each([...hostile, 'a\0b', 'a/', `objects/${'x'.repeat(5000)}`])('has nothing at %j', async (key) => {
      const blobs = open();
      expect(await blobs.get(key)).toBeUndefined();
      expect(await blobs.has(key)).toBe(false);
    });

    it.each(hostile)('refuses to write %j', async (key) => {
      await expect(open().put(key, bytes('x'))).rejects.toMatchObject({ code: 'invalid' });
    });
  });
}
