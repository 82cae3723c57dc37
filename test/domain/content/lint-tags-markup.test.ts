import { describe, expect, it } from 'vitest';
import { lintMarkup } from '../../../functions/domain/content/lint-tags.ts';

function warningsOf(body: string): string[] {
  const found: string[] = [];
  lintMarkup((line, message, remedy) => found.push(`${line} ${message} ${remedy}`), { body, line: 10 });
  return found;
}

describe('markup of another program in a body', () => {
  it('is named with its line and a remedy', () => {
    expect(warningsOf('a\n\nb ==c== d\n> [!TIP]\n> x')).toEqual([
      '12 `==c==` looks like markup of another program, and is printed as typed. Write `**…**` to stress words.',
      expect.stringMatching(/^13 `\[!TIP\]` looks like .* Write the word in bold/),
    ]);
  });

  it.each(['`==c==` `[[x]]`', '```\n{{< x >}}\n```', '    [[x]]', 'a\n\n~~~md\n> [!NOTE]\n~~~'])(
    'passes in code: %j',
    (body) => {
      expect(warningsOf(body)).toEqual([]);
    },
  );

  it('has no second warning where a merge tag has one', () => {
    expect(warningsOf('Dear [[first_name]]')).toEqual([]);
  });

  it('is said twenty times in one body at most', () => {
    expect(warningsOf('==a==\n\n'.repeat(100))).toHaveLength(20);
  });
});
