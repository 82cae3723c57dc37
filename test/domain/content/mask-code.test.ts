import { expect, it } from 'vitest';
import { maskCode } from '../../../functions/domain/content/mask-code.ts';

it.each([
  ['prose', 'A {{name}} here.', true],
  ['a span', 'Write `{{name}}` here.', false],
  ['a span of two backticks', '``a ` {{name}}``', false],
  ['a backtick that is not closed', 'a ` {{name}}', true],
  ['backticks of two paragraphs', 'a `\n\n{{name}} ` b', true],
  ['a fence', '```\n{{name}}\n```', false],
  ['a fence of tildes', '~~~ html\n{{name}}\n~~~', false],
  ['a fence that is not closed', '```\n{{name}}', false],
  ['behind a fence', '```\nx\n```\n{{name}}', true],
  ['a fence with a shorter one in it', '````\n```\n{{name}}\n````', false],
  ['an indented block', 'a\n\n    {{name}}', false],
  ['an indented first line', '    {{name}}', false],
  ['an indented line of a paragraph', 'a\n    {{name}}', true],
  ['an indented line of a list', '- a\n\n    {{name}}', true],
  ['an indented block behind a list', '- a\n\nb\n\n    {{name}}', false],
])('in %s (%j) a tag is prose: %s', (_, body, prose) => {
  const masked = maskCode(body);
  expect(masked.includes('{{name}}')).toBe(prose);
  // Places stay: what is found is told with its line.
  expect(masked).toHaveLength(body.length);
  expect(masked.split('\n').length).toBe(body.split('\n').length);
});

it('a body of backticks alone costs no square of its length', () => {
  const body = Array.from({ length: 20_000 }, (_, n) => '`'.repeat((n % 7) + 1)).join(' ');
  expect(maskCode(body)).toHaveLength(body.length);
});
