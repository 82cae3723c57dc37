import { describe, expect, it } from 'vitest';
import type { Pointer, Pointers } from '../../functions/domain/release/release.ts';

const pointer = (release: string): Pointer => ({
  release,
  withdrawn: [{ article: 'a', at: 5 }],
  changes: 'c',
  commit: undefined,
  flippedAt: 7,
});

/** What every pointer does. `open` gives one that was never set; asked again with what it gave, the same one anew. */
export function pointersContract(name: string, open: () => { first: Pointers; again: () => Pointers }): void {
  describe(`pointers: ${name}`, () => {
    it('is nothing at first, then what it was flipped to, also for who opens it later', async () => {
      const { first, again } = open();
      expect(await first.read()).toBeUndefined();
      await first.replace(pointer('one'), undefined);
      expect(await again().read()).toEqual({ ...pointer('one'), commit: undefined });
    });

    it('flips from what was read', async () => {
      const { first } = open();
      await first.replace(pointer('one'), undefined);
      await first.replace(pointer('two'), await first.read());
      expect((await first.read())?.release).toBe('two');
    });

    it('refuses who read something else, and keeps what it has', async () => {
      const { first } = open();
      await first.replace(pointer('one'), undefined);
      const refusal = { code: 'conflict' };
      await expect(first.replace(pointer('two'), undefined)).rejects.toMatchObject(refusal);
      await expect(first.replace(pointer('two'), pointer('zero'))).rejects.toMatchObject(refusal);
      expect((await first.read())?.release).toBe('one');
    });

    it('lets one of many through who flip at once', async () => {
      const { first, again } = open();
      const flips = Array.from({ length: 8 }, (_, i) => again().replace(pointer(`r${i}`), undefined));
      const results = await Promise.allSettled(flips);
      expect(results.filter((r) => r.status === 'fulfilled')).toHaveLength(1);
      expect((await first.read())?.release).toBe(`r${results.findIndex((r) => r.status === 'fulfilled')}`);
    });
  });
}
