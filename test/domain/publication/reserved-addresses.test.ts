import { expect, it } from 'vitest';
import {
  type Addressed,
  describeReserved,
  findReserved,
  isSample,
} from '../../../functions/domain/publication/reserved-addresses.ts';
import { aPublication } from '../../support/builders/small-publication.ts';

const real = { name: '', email: 'letters@paper.press' };
const sample = { name: '', email: 'ada@news.example' };
const paper = aPublication({ from: real });
const newsletters = paper.newsletters.map((one) => ({ ...one, from: real }));
const publication: Addressed = { ...paper, newsletters };
const [daily] = newsletters;

it.each<[string, Partial<Addressed>, readonly string[]]>([
  ['its sender', { from: sample, newsletters: [{ ...daily!, from: sample }] }, ['from: the sender']],
  [
    'where answers go',
    { replyTo: sample, newsletters: [{ ...daily!, replyTo: sample }] },
    ['replyTo: where answers go'],
  ],
  ['an editor', { editors: [real, sample] }, ['editors: an editor, who is told of alarms']],
  [
    'a sender of its own',
    { newsletters: [{ ...daily!, from: sample }] },
    ['newsletters: the sender of `daily`'],
  ],
  [
    'where readers ask to leave',
    { unsubscribeMailto: sample.email },
    ['unsubscribeMailto: where readers ask to leave'],
  ],
  [
    'its reports of DMARC',
    { hosting: { dmarc: { policy: 'none', rua: sample.email } } },
    ['hosting: where reports of DMARC go'],
  ],
  ['nothing, where DMARC is kept', { hosting: { dmarc: 'keep' } }, []],
  ['nothing', {}, []],
])('a publication has at a domain for examples %s', (_, about, found) => {
  expect(findReserved({ ...publication, ...about }).map(({ key, use }) => `${key}: ${use}`)).toEqual(found);
});

it.each([
  ['letters@example.com', true],
  ['letters@paper.test', true],
  ['letters@paper.press', false],
  ['letters@example.de', false],
])('a publication that sends as %s is a sample: %s', (email, is) => {
  expect(isSample({ from: { name: '', email } })).toBe(is);
});

it('says the domain and its use, never the address', () => {
  expect(describeReserved({ key: 'from', email: 'ada@news.example', use: 'the sender' })).toBe(
    'news.example is reserved for examples (RFC 2606), and the sender is there: no mail comes or goes.',
  );
});
