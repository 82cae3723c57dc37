import { describe, expect, it } from 'vitest';
import type { Letter } from '../../../functions/domain/letters/letter.ts';
import { subjectOf, writeMessagePieces } from '../../../functions/domain/letters/message.ts';
import { selectBlocks } from '../../../functions/domain/letters/topic-selection.ts';
import { aLetter, HASH } from '../../support/builders/letters.ts';

const article = { topic: 'world', kind: 'article', label: undefined, words: 10 } as const;
const piecesOf = (letter: Letter) => writeMessagePieces(letter, HASH, selectBlocks(letter, [])!);
const textOf = (letter: Letter) =>
  piecesOf(letter)
    .map((piece) => ('literal' in piece ? piece.literal : `{${piece.splice}}`))
    .join('');

describe('a message', () => {
  it.each([
    ['names its sender', {}, /^From: "The Quarter Hour" <hello@quarter\.example>\r$/m],
    ['leaves its recipient to be filled in', {}, /^To: \{to\}\r$/m],
    ['has an id of its own in brackets', {}, /^Message-ID: <\{message-id\}>\r$/m],
    ['names its list', {}, /^List-Id: "The Brief" <brief\.quarter-hour\.localhost>\r$/m],
    ['is left in one click', {}, /^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m],
    ['has headers of its own', { headers: { Precedence: 'bulk' } }, /^Precedence: bulk\r$/m],
    [
      'tells where answers go',
      { replyTo: { name: '', email: 'a@b.example' } },
      /^Reply-To: <a@b\.example>\r$/m,
    ],
    ['has text before HTML (RFC 2046)', {}, /text\/plain[\s\S]*text\/html/],
    ['ends its parts', {}, new RegExp(`\r\n--=_${'a'.repeat(32)}--\r\n$`)],
    ['breaks a line softly before a slot', {}, /Hello =\r\n\{text:name\}\.\r\n/],
  ])('%s', (_, about, line) => {
    expect(textOf(aLetter(about))).toMatch(line);
  });

  it.each([
    ['a notice, which nobody leaves', { unsubscribable: false }, /List-Unsubscribe/],
    ['what belongs to no list', { listId: undefined }, /List-Id/],
    ['a letter that nobody answers', { replyTo: undefined }, /Reply-To/],
  ])('of %s lacks the header', (_, about, header) => {
    expect(textOf(aLetter(about))).not.toMatch(header);
  });

  it.each(['From', 'subject', 'List-Unsubscribe', 'Content-Type', 'X: y', 'X\r\nBcc', 'X_Y', ''])(
    'takes no header %j from a letter',
    (name) => {
      expect(() => piecesOf(aLetter({ headers: { [name]: 'x' } }))).toThrow(/cannot carry the header/);
    },
  );
});

it.each([
  ['its own', [], [article], 'Monday'],
  ["its first article's, where that has one", [], [{ ...article, subject: 'Bridge' }], 'Bridge'],
  [
    "its second article's, where topics hide the first",
    ['cities'],
    [
      { ...article, subject: 'Bridge' },
      { ...article, topic: 'cities', subject: 'Rail' },
    ],
    'Rail',
  ],
  ['its own, where another than the first has one', [], [article, { ...article, subject: 'Rail' }], 'Monday'],
])('the subject of a letter is %s', (_, topics, blocks, subject) => {
  const letter = aLetter({ subject: 'Monday', blocks });
  expect(subjectOf(letter, selectBlocks(letter, topics)!)).toBe(subject);
});
