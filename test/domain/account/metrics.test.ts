import { expect, it } from 'vitest';
import { stageOfPrefix } from '../../../functions/domain/account/metrics.ts';

it.each([
  ['/broadsheet/paper/prod', 'paper-prod', 'prod'],
  ['/broadsheet/night-paper/test', 'night-paper-test', 'test'],
  ['paper/prod', 'paper-prod', 'prod'],
])('the prefix %s is that of the stage %s, called %s', (prefix, id, name) => {
  expect(stageOfPrefix(prefix)).toEqual({ id, name });
});
