import { expect, it } from 'vitest';
import { resolveImage } from '../../../functions/domain/pictures/image-source.ts';
import { MAX_URL } from '../../../functions/domain/source/text-limits.ts';

const FROM = 'content/articles/2026-11-23-bus.md';

it.each([
  ['images/bus.jpg', 'images/bus.jpg'],
  ['/images/bus.jpg', 'images/bus.jpg'],
  ['../images/bus.jpg', 'images/bus.jpg'],
  ['./bus.jpg', 'articles/bus.jpg'],
  ['images/a/../bus.JPEG', 'images/bus.JPEG'],
  ['images/night%20bus.webp', 'images/night bus.webp'],
  ['images/100%.png', 'images/100%.png'],
  ['images//bus.svg', 'images/bus.svg'],
])('%s is the image at %s', (written, src) => {
  expect(resolveImage(written, FROM)).toEqual({ src });
});

it.each([
  ['on another site', 'https://a.example/bus.jpg', /lies outside/],
  ['on another host', '//a.example/bus.jpg', /lies outside/],
  ['in the text itself', 'data:image/png;base64,AAAA', /lies outside/],
  ['above the content', '../../bus.jpg', /not the path of an image/],
  ['above the content, in code', '%2e%2e/%2e%2e/%2e%2e/bus.jpg', /not the path of an image/],
  ['above the content, from its root', '/../bus.jpg', /not the path of an image/],
  ['by a backslash', 'images\\bus.jpg', /not the path of an image/],
  ['of another kind', 'images/bus.pdf', /not the path of an image/],
  ['of no kind', 'images/bus', /not the path of an image/],
  ['with NUL in its name', 'images/bus%00.jpg', /not the path of an image/],
  ['of nothing', '', /not the path of an image/],
  ['with a path too long', `images/${'x'.repeat(MAX_URL)}.jpg`, /characters/],
])('an image %s (%s) is a fault', (_, written, message) => {
  const place = resolveImage(written, FROM);
  expect('fault' in place && place.fault.message).toMatch(message);
});
