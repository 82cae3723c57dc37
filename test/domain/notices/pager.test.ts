import { expect, it } from 'vitest';
import {
  addStageToCommand,
  addStageToCommands,
  formatPageSubject,
  maskPersons,
} from '../../../functions/domain/notices/pager.ts';

it.each([
  ['Three runs wait', 'Three runs wait'],
  ['Zoë: 3 “runs”\nwait', 'Zoe: 3 runs wait'],
  ['x'.repeat(99), 'x'.repeat(99)],
  ['x'.repeat(100), 'x'.repeat(99)],
  ['', ''],
])('%j as the subject of a page is %j', (text, subject) => {
  expect(formatPageSubject(text)).toBe(subject);
});

it.each([
  ['550 <ada@example.com>: unknown', '550 <…>: unknown'],
  ['to ada@example.com, ben@example.com', 'to …, …'],
  ['see https://paper.press/manage/k1.AAA.BBB now', 'see … now'],
  ['nothing of anybody', 'nothing of anybody'],
])('of %j stays %j', (text, rest) => {
  expect(maskPersons(text)).toBe(rest);
});

it.each([
  ['Type `resume e_monday`.', 'prod', 'Type `resume e_monday --stage prod`.'],
  ['Type `resume e_monday`.', undefined, 'Type `resume e_monday`.'],
  ['Type `resume e_monday --stage test`.', 'prod', 'Type `resume e_monday --stage test`.'],
  // A verb alone is the name of a command; other words are no commands of a stage.
  ['`resume` goes on.', 'prod', '`resume` goes on.'],
  ['See `doctor now`.', 'prod', 'See `doctor now`.'],
  ['`send a` or `plan b`', 'prod', '`send a --stage prod` or `plan b --stage prod`'],
])('%j for the stage %s is %j', (text, stage, typed) => {
  expect(addStageToCommands(text, stage)).toBe(typed);
});

it.each([
  ['status', 'prod', 'status --stage prod'],
  ['status', undefined, 'status'],
  ['status --stage', 'prod', 'status --stage'],
  ['status --staged', 'prod', 'status --staged --stage prod'],
])('the command %j for the stage %s is %j', (command, stage, typed) => {
  expect(addStageToCommand(command, stage)).toBe(typed);
});
