import { expect, it } from 'vitest';
import { describeTypo, suggestAddress } from '../../../functions/domain/subscribers/address-suggestion.ts';

it.each([
  ['ada@gmial.com', 'ada@gmail.com'],
  ['ada@gmai.com', 'ada@gmail.com'],
  ['ada@gmail.con', 'ada@gmail.com'],
  ['ada@gmail.c', 'ada@gmail.com'],
  ['ada@hotmial.com', 'ada@hotmail.com'],
  ['ada@t-online.d', 'ada@t-online.de'],
  ['ada@some-paper.ogr', 'ada@some-paper.org'],
  ['ada@gmail.com', undefined],
  ['ada@ymail.com', undefined],
  ['ada@mail.com', undefined],
  // Too short to be told from its neighbours.
  ['ada@gmx.at', undefined],
  ['ada@gmy.de', undefined],
  // Two slips are another name.
  ['ada@gmaillx.com', undefined],
  ['ada@quarter.example', undefined],
  ['"a@gmial.com"@quarter.example', undefined],
])('%s may be meant as %s', (email, meant) => {
  expect(suggestAddress(email)).toBe(meant);
});

it.each([
  ['ada@gmial.com', 'Did you mean ada@gmail.com?'],
  ['ada@quarter.x', 'No domain ends in `.x`: is the address whole?'],
  ['ada@quarter.example', undefined],
])('an operator who typed %s is told: %s', (email, says) => {
  expect(describeTypo(email)).toBe(says);
});
