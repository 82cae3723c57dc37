import { expect, it } from 'vitest';
import { BroadsheetError, isBroadsheetError } from '../../functions/domain/error.ts';

it.each([
  ['one of ours', new BroadsheetError('gone', 'It is gone.'), true],
  ['another error', new Error('gone'), false],
  ['what looks like one', { code: 'gone', message: 'It is gone.' }, false],
  ['nothing', undefined, false],
])('%s crosses a border as it is: %s %s', (_, error, is) => {
  expect(isBroadsheetError(error)).toBe(is);
});

it.each([
  ['neither', {}, { remedy: undefined }, false],
  ['a remedy', { remedy: 'Wait.' }, { remedy: 'Wait.' }, false],
  ['a cause', { cause: 'x' }, { remedy: undefined, cause: 'x' }, true],
])('with %s it says so and no more', (_, options, about, hasCause) => {
  const error = new BroadsheetError('unavailable', 'It did not answer.', options);
  expect(error).toMatchObject({ code: 'unavailable', message: 'It did not answer.', ...about });
  expect('cause' in error).toBe(hasCause);
});
