import { describe, expect, it } from 'vitest';
import { isWebUrl, leadsToFilm, parseLinkTarget } from '../../../functions/domain/site/link-target.ts';
import { MAX_URL } from '../../../functions/domain/source/text-limits.ts';

const long = (length: number) => `https://a.example/${'x'.repeat(length - 'https://a.example/'.length)}`;

describe('a link in content', () => {
  it.each([
    ['https://a.example/b', 'web', 'https://a.example/b'],
    ['HTTP://a.example', 'web', 'HTTP://a.example'],
    ['mailto:ada@example.com', 'mail', 'mailto:ada@example.com'],
    ['#place', 'place', '#place'],
    ['/about?x#y', 'site', '/about?x#y'],
    ['night-buses.md', 'site', '/articles/night-buses'],
    ['2026-11-20-night-buses.md#fares', 'site', '/articles/night-buses#fares'],
    ['../articles/night-buses.md', 'site', '/articles/night-buses'],
    [long(MAX_URL), 'web', long(MAX_URL)],
  ])('%s leads to the %s', (written, kind, href) => {
    expect(parseLinkTarget(written)).toEqual({ kind, href });
  });

  it.each([
    ['nothing', '', /leads nowhere/],
    ['a script', 'javascript:alert(1)', /cannot follow safely/],
    ['data', 'data:text/html,x', /cannot follow safely/],
    ['a file of this machine', 'file:///etc/passwd', /cannot follow safely/],
    ['a page without its beginning', 'www.example.com', /lacks its beginning/],
    ['a host without its beginning', 'example.com/b', /lacks its beginning/],
    ['a host by two slashes', '//evil.example', /leads nowhere/],
    ['a host by a backslash', '/\\evil.example', /leads nowhere/],
    ['a URL of no host', 'https://', /not a valid URL/],
    ['an address that is none', 'mailto:ada', /not a mail address/],
    ['a place without a name', '#', /leads nowhere/],
    ['a file of another folder', '../sponsors/x.md', /leads nowhere/],
    ['a URL that is too long', long(MAX_URL + 1), /has 2,001 characters/],
  ])('to %s (%s) is a fault', (_, href, message) => {
    const target = parseLinkTarget(href);
    expect(target.kind === 'fault' && target.fault.message).toMatch(message);
  });
});

it.each([
  ['https://a.example', true],
  ['https://a.example:99999', false],
  ['https:///a', false],
  ['ftp://a.example', false],
  [long(MAX_URL), true],
  [long(MAX_URL + 1), false],
])('%s is a URL of the web: %s', (url, is) => {
  expect(isWebUrl(url)).toBe(is);
});

it.each([
  ['https://www.youtube.com/watch?v=x', true],
  ['https://youtu.be/x', true],
  ['https://player.vimeo.com/video/1', true],
  ['https://tube.example/w/abc', true],
  ['https://tube.example/videos/watch/abc', true],
  ['/media/film-0123456789abcdef.mp4', true],
  ['https://cdn.example/a.webm?x=1', true],
  ['https://www.youtube.com/', false],
  ['https://notyoutube.com/watch', false],
  ['https://youtube.com.evil.example/x', false],
  ['https://example.com/w/a/b', false],
  ['/articles/mp4', false],
  ['#film.mp4', false],
])('a link to %s leads to a film: %s', (href, leads) => {
  expect(leadsToFilm(href)).toBe(leads);
});
