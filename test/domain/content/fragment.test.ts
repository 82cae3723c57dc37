import { expect, it } from 'vitest';
import {
  BASE_MARK,
  FOLD_MARK,
  fillHtml,
  fillText,
  type Medium,
  pictureMark,
  styleMark,
} from '../../../functions/domain/content/fragment.ts';
import { aFragment, aPicture } from '../../support/builders/small-publication.ts';

const medium: Medium = {
  base: 'https://a.example',
  picture: ({ alt }) => `[${alt}]`,
  style: (key) => ` style="${key}"`,
};
const BOTH = `Above.${FOLD_MARK}Below.`;

it.each([
  ['a link within the site', `<a href="${BASE_MARK}/x">`, 'whole', '<a href="https://a.example/x">'],
  ['a style', `<p${styleMark('p.lede')}>`, 'whole', '<p style="p.lede">'],
  ['a picture', pictureMark(0), 'whole', '[A harbour at dawn]'],
  ['a picture that is missing', pictureMark(1), 'whole', ''],
  ['a picture that is missing, with a link', pictureMark(1, '/x'), 'whole', ''],
  ['a fold', BOTH, 'whole', 'Above.Below.'],
  ['a fold, in brief', BOTH, 'brief', 'Above.'],
  ['no marks', '<p>1</p>', 'brief', '<p>1</p>'],
] as const)('a body with %s is filled in, %s (%s)', (_, html, part, filled) => {
  const fragment = aFragment(html, { pictures: [aPicture()], folded: html.includes(FOLD_MARK) });
  expect(fillHtml(fragment, medium, part)).toBe(filled);
});

it.each([
  ['elsewhere', 'https://b.example/?x=1&amp;y', 'https://b.example/?x=1&amp;y'],
  ['on the site', '/archive', 'https://a.example/archive'],
  ['in the same text', '#a-x', '#a-x'],
])('the image of a figure leads to a place %s, its caption does not', (_, link, href) => {
  const figured = { ...medium, picture: () => '<figure><img alt="a &gt; b"/><p>Words</p></figure>' };
  const fragment = aFragment(pictureMark(0, link), { pictures: [aPicture()] });
  expect(fillHtml(fragment, figured)).toBe(
    `<figure><a href="${href}" style="a"><img alt="a &gt; b"/></a><p>Words</p></figure>`,
  );
});

it.each([
  ['a link', `See ${BASE_MARK}/x`, 'whole', 'See https://a.example/x'],
  ['a fold', `Above.\n\n${FOLD_MARK}Below.`, 'whole', 'Above.\n\nBelow.'],
  ['a fold, in brief', `Above.\n\n${FOLD_MARK}Below.`, 'brief', 'Above.'],
] as const)('its text with %s is filled in, %s (%s)', (_, text, part, filled) => {
  expect(fillText(aFragment('', { text, folded: true }), 'https://a.example', part)).toBe(filled);
});
