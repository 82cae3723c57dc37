import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addFastRules } from '../../../functions/adapters/markdown-it/lean-rules.ts';
import { useFastStates } from '../../../functions/adapters/markdown-it/lean-states.ts';
import { createReferenceParser } from '../../../functions/adapters/markdown-it/markdown.ts';

const [plain, lean] = [createReferenceParser(), createReferenceParser()];
addFastRules(lean);
useFastStates(lean);

/** What a rule may begin, stop at or trip over. */
const PIECES = [
  ...[
    'word',
    'a',
    '9',
    'ß',
    '😀',
    '日',
    '「',
    '。',
    '한',
    '“',
    '\ufe01',
    '\u00a0',
    '\ud800',
    '.',
    ',',
    ':',
    ';',
    '-',
    '+',
    '=',
    '#',
    '%',
    '@',
  ],
  ...[
    '(',
    ')',
    '{',
    '}',
    '$',
    '/',
    '"',
    "'",
    '|',
    '~',
    '~~',
    '^',
    '^[',
    '[^',
    ']:',
    '[',
    ']',
    '](',
    '![',
    '!',
  ],
  ...['*', '**', '_', '__', '`', '``', '\\', '\\\n', '&', '&amp;', '&#65;', '<', '>', '<!--', '-->', '<b>'],
  ...[
    '\n',
    '\n\n',
    '\n   ',
    '\t',
    ' ',
    '  ',
    '    ',
    '\r',
    '\r\n',
    '\0',
    '\f',
    '- ',
    '1. ',
    '> ',
    '# ',
    '```\n',
  ],
  ...[
    '[x](https://a.example/b?c#d "t")',
    'https://a.example/x_y_',
    'https://',
    'ada@a.example',
    '<https://a.example>',
    '[r]',
    '\n\n[r]: /u "t"\n',
    '\n[^1]: note\n',
  ],
  ...['[^1]', '\n|a|b|\n|-|:-:|\n|c|d|\n', '\n---\n', '\n===\n'],
];
const bodies = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((all) => all.join('')),
  fc.string({ unit: 'binary', maxLength: 200 }),
);

describe('the lean parser', () => {
  it('makes the tokens that the library makes, whatever a body holds', () => {
    const property = fc.property(bodies, (body) => {
      const tokens = (md: typeof plain) => JSON.stringify(md.parse(body, {}));
      expect(JSON.parse(tokens(lean))).toEqual(JSON.parse(tokens(plain)));
    });
    fc.assert(property, { numRuns: Number(process.env.PROPERTY_RUNS ?? 1500) });
  });

  it('has states with every field of the library’s, and the methods of its tokens', () => {
    for (const body of ['', 'a\n\tb\n  ', '\n\n', ' - x\n    y\n']) {
      const states = (md: typeof plain) => [
        new md.block.State(body, md, {}, []),
        new md.inline.State(body, md, {}, []),
      ];
      const fields = (md: typeof plain) => states(md).map(({ md: _, Token: __, ...rest }) => rest);
      expect(fields(lean)).toEqual(fields(plain));
    }
    const token = new lean.block.State('', lean, {}, []).push('a', 'b', 1);
    token.attrSet('href', 'x');
    expect([token.attrGet('href'), token.level]).toEqual(['x', 0]);
  });

  it('is needed as long as the library sets the fields of its tokens through a helper', () => {
    const { Token } = new plain.core.State('', plain, {});
    expect(Token.toString()).toContain('_defineProperty(');
  });

  it('leaves URLs as the library leaves them', () => {
    const part = fc.stringMatching(/^[A-Za-z0-9._~:/?#@!$&'()*+,;=%ä-]{0,20}$/);
    const label = fc.oneof(fc.stringMatching(/^[a-z0-9-]{0,12}$/), fc.constant('a'.repeat(63)), part);
    const url = fc
      .tuple(
        fc.constantFrom('https://', 'http://', 'HTTP://', '//', 'mailto:', ''),
        fc.array(label, { maxLength: 5 }),
        part,
      )
      .map(([scheme, host, path]) => `${scheme}${host.join('.')}${path && `/${path}`}`);
    fc.assert(
      fc.property(url, (text) => {
        expect(lean.normalizeLink(text)).toBe(plain.normalizeLink(text));
      }),
      { numRuns: 1500 },
    );
  });
});
