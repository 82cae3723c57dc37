import { expect, it } from 'vitest';
import { lintTags, lintTagsInBody, type Warn } from '../../../functions/domain/content/lint-tags.ts';

function told(lint: (warn: Warn) => void): string[] {
  const all: string[] = [];
  lint((line, message) => all.push(`${line}: ${/`([^`]*)`/.exec(message)?.[1]}`));
  return all;
}

it.each([
  ['a tag', 'Hello {{name}}', ['3: {{name}}']],
  ['a tag twice', '{{name}} and {{name}}', ['3: {{name}}']],
  ['two tags', '{{name}} *|FNAME|*', ['3: {{name}}', '3: *|FNAME|*']],
  ['a long tag, by its beginning', `{{${'x'.repeat(80)}}}`, [`3: {{${'x'.repeat(58)}`]],
  ['none', 'Hello Ada: 100 % off', []],
])('a line with %s is told of: %j', (_, text, tags) => {
  expect(told((warn) => lintTags(warn, 3, text))).toEqual(tags);
});

it.each([
  ['a tag on its third line', 'a\nb\n{{name}}', ['7: {{name}}']],
  ['one tag on two lines', '{{name}}\n{{name}}', ['5: {{name}}', '6: {{name}}']],
  ['one tag twice on a line', '{{name}} {{name}}', ['5: {{name}}']],
  ['a tag in code', '`{{name}}`', []],
  ['a tag in code and one in prose', '`{{name}}`\n{{name}}', ['6: {{name}}']],
])('a body with %s is told of: %j', (_, body, tags) => {
  expect(told((warn) => lintTagsInBody(warn, { body, line: 5 }))).toEqual(tags);
});
