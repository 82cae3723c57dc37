import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createLineCounter } from '../../../functions/domain/text/line-counter.ts';

it('counts the line breaks before an index, in whatever order the indexes come', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '\n', 'é'), maxLength: 60 });
  fc.assert(
    fc.property(text, fc.array(fc.nat(60), { maxLength: 8 }), (source, indexes) => {
      const count = createLineCounter(source);
      for (const index of indexes) expect(count(index)).toBe(source.slice(0, index).split('\n').length - 1);
    }),
  );
});
