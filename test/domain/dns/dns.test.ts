import { expect, it } from 'vitest';
import { domainOf, isReserved, isWithin, listDomainsUpwards } from '../../../functions/domain/dns/dns.ts';

it.each([
  ['ada@Paper.PRESS', 'paper.press'],
  ['"a@b"@paper.press', 'paper.press'],
  ['paper.press', 'paper.press'],
])('the domain of %s is %s', (email, domain) => {
  expect(domainOf(email)).toBe(domain);
});

it.each([
  ['a.news.paper.press', ['a.news.paper.press', 'news.paper.press', 'paper.press']],
  ['paper.press', ['paper.press']],
  ['localhost', ['localhost']],
])('%s and the domains above are %j', (domain, all) => {
  expect(listDomainsUpwards(domain)).toEqual(all);
});

it.each([
  ['paper.press', 'paper.press', true],
  ['news.paper.press', 'paper.press', true],
  ['newspaper.press', 'paper.press', false],
  ['paper.press', 'news.paper.press', false],
])('%s is within %s: %s', (name, domain, is) => {
  expect(isWithin(name, domain)).toBe(is);
});

it.each([
  ['example.com', true],
  ['news.example.org', true],
  ['paper.example', true],
  ['localhost', true],
  ['a.invalid', true],
  ['a.test', true],
  ['example.de', false],
  ['myexample.com', false],
  ['latest', false],
  ['example.com.paper.press', false],
])('%s is reserved, and nobody can own it (RFC 2606): %s', (domain, is) => {
  expect(isReserved(domain)).toBe(is);
});
