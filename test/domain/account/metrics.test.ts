import { expect, it } from 'vitest';
import { parseStagePrefix } from '../../../functions/domain/account/metrics.ts';

it.each([
  ['/broadsheet/paper/prod', 'paper-prod', 'prod'],
  ['/broadsheet/night-paper/test', 'night-paper-test', 'test'],
  ['paper/prod', 'paper-prod', 'prod'],
])('the prefix %s is that of the stage %s, called %s', (prefix, id, name) => {
  expect(parseStagePrefix(prefix)).toEqual({ id, name });
});
