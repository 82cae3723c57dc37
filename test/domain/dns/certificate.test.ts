import { expect, it } from 'vitest';
import {
  type Certificate,
  chooseCertificate,
  countFailedFor,
  isValidFor,
} from '../../../functions/domain/dns/certificate.ts';

const aCertificate = (arn: string, about: Partial<Certificate> = {}): Certificate => ({
  ...{ arn, names: ['news.paper.press'], status: 'ISSUED', used: false },
  ...about,
});
const STAR = ['*.paper.press'];

it.each([
  ['news.paper.press', ['news.paper.press'], true],
  ['news.paper.press', STAR, true],
  ['paper.press', STAR, false],
  // A star stands for one label (RFC 6125 §6.4.3).
  ['a.news.paper.press', STAR, false],
  ['news.paper.press', ['paper.press'], false],
  ['news.paper.press', [], false],
])('%s is shown by a certificate for %j: %s', (host, names, is) => {
  expect(isValidFor(host, { names })).toBe(is);
});

it.each([
  ['the one that is shown already', [aCertificate('a'), aCertificate('b', { used: true })], 'b'],
  ['even by a star', [aCertificate('a'), aCertificate('b', { used: true, names: STAR })], 'b'],
  ['the exact name before a star', [aCertificate('a', { names: STAR }), aCertificate('b')], 'b'],
  ['the first by name of two alike', [aCertificate('b'), aCertificate('a')], 'a'],
  ['none that is pending', [aCertificate('a', { status: 'PENDING_VALIDATION' })], undefined],
  ['none for another host', [aCertificate('a', { names: ['paper.press'] })], undefined],
  ['none of none', [], undefined],
])('of several certificates the best is %s', (_, all, arn) => {
  expect(chooseCertificate('news.paper.press', all, 'ISSUED')?.arn).toBe(arn);
});

it.each([
  ['VALIDATION_TIMED_OUT', ['news.paper.press'], 1],
  ['FAILED', ['news.paper.press'], 1],
  ['FAILED', STAR, 0],
  ['ISSUED', ['news.paper.press'], 0],
  ['EXPIRED', ['news.paper.press'], 0],
])('one that is %s for %j counts as %d given up', (status, names, count) => {
  expect(countFailedFor('news.paper.press', [aCertificate('a', { status, names })])).toBe(count);
});
