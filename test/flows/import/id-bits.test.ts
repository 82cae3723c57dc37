import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createIdBits } from '../../../functions/flows/import/id-bits.ts';
import { rounds } from '../../support/builders/rounds.ts';
import { idOf } from '../../support/builders/subscriptions.ts';

it('keeps what a map would keep, however many there are', () => {
  const change = fc.tuple(fc.nat(400), fc.integer({ min: 1, max: 255 }));
  fc.assert(
    fc.property(fc.array(change, { maxLength: 600 }), (changes) => {
      const [bits, map] = [createIdBits(2), new Map<string, number>()];
      for (const [n, value] of changes) {
        const id = idOf(`n${n}@example.com`);
        bits.set(id, value);
        map.set(id, value);
      }
      for (let n = 0; n <= 400; n++) {
        const id = idOf(`n${n}@example.com`);
        expect(bits.get(id)).toBe(map.get(id) ?? 0);
      }
    }),
    rounds(10, 100),
  );
});
