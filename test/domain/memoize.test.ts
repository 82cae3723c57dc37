import { expect, it } from 'vitest';
import { memoize } from '../../functions/domain/memoize.ts';

it.each([['a value'], [undefined], [0], [null]])('%j is made once, when it is first asked for', (value) => {
  let made = 0;
  const get = memoize(() => {
    made++;
    return value;
  });
  expect(made).toBe(0);
  expect([get(), get()]).toEqual([value, value]);
  expect(made).toBe(1);
});

it('what could not be made is made again', () => {
  let tries = 0;
  const get = memoize(() => {
    if (++tries === 1) throw new Error('not yet');
    return 'made';
  });
  expect(get).toThrow('not yet');
  expect(get()).toBe('made');
});
