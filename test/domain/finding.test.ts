import { expect, it } from 'vitest';
import { info, ok, problem } from '../../functions/domain/finding.ts';

it.each([
  ['good', ok('disk', 'It has room.'), ''],
  ['note', info('disk', 'It was not looked at.'), ''],
  ['note', info('disk', 'It was not looked at.', 'Allow it.'), 'Allow it.'],
  ['wrong', problem('disk', 'It is full.', 'Make room.'), 'Make room.'],
])('a finding that is %s (%j) has the remedy %j', (level, finding, remedy) => {
  expect(finding).toMatchObject({ check: 'disk', level, remedy });
});
