import { describe, expect, it } from 'vitest';
import {
  type DmarcPolicy,
  decideDmarc,
  findReportAddress,
} from '../../../functions/domain/dns/dmarc-record.ts';

const nobody = { policy: undefined, rua: undefined };
const ask = (policy: DmarcPolicy, rua?: string) => ({ policy, rua });
const write = (...texts: string[]) => ({ kind: 'write', texts });

describe('a DMARC record that nobody asked for', () => {
  it('is written where there is none, beside whatever else is at that name', () => {
    expect(decideDmarc([], false, nobody)).toEqual(write('v=DMARC1; p=none'));
    expect(decideDmarc(['x=1'], false, { ...nobody, rua: 'ed@paper.press' })).toEqual(
      write('x=1', 'v=DMARC1; p=none; rua=mailto:ed@paper.press'),
    );
  });

  it.each([
    [['v=DMARC1; p=reject; rua=mailto:d@paper.press'], false],
    [['v=DMARC1; p=none'], false],
    [['v=DMARC1;p=quarantine'], false],
    [['v=DMARC1'], false],
    [['v=DMARC1; p=none', 'v=DMARC1; p=reject'], false],
    [['V = DMARC1 ; p=reject'], false],
    // Read by no server; a second one beside it would be worse.
    [['v=dmarc1; p=reject'], false],
    [['v=DMARC1 p=reject'], false],
    [['"v=DMARC1; p=reject"'], false],
    // The organisation's own holds for what is below it.
    [[], true],
  ])('leaves %j alone', (here, above) => {
    expect(decideDmarc(here, above, { ...nobody, rua: 'ed@paper.press' })).toEqual({ kind: 'keep' });
  });
});

describe('a DMARC policy that was asked for', () => {
  it.each<[string, DmarcPolicy, string | undefined, string]>([
    ['v=DMARC1; p=none', 'quarantine', undefined, 'v=DMARC1; p=quarantine'],
    [
      'v=DMARC1; p=none; rua=mailto:a@x.press; adkim=s',
      'reject',
      undefined,
      'v=DMARC1; p=reject; rua=mailto:a@x.press; adkim=s',
    ],
    ['v=DMARC1; P=None; rua=mailto:a@x.press', 'none', 'b@x.press', 'v=DMARC1; P=none; rua=mailto:b@x.press'],
    ['v=DMARC1; p=none', 'none', 'b@x.press', 'v=DMARC1; p=none; rua=mailto:b@x.press'],
    [
      'v=DMARC1; rua=mailto:a@x.press',
      'quarantine',
      undefined,
      'v=DMARC1; p=quarantine; rua=mailto:a@x.press',
    ],
  ])('raises %s to %s, and keeps what else it says', (before, policy, rua, after) => {
    expect(decideDmarc(['other', before], true, ask(policy, rua))).toEqual(write('other', after));
  });

  it('writes nothing where it stands already', () => {
    for (const text of ['v=DMARC1; p=reject', 'v=DMARC1;p=reject;', 'v=DMARC1; p=REJECT; sp=none'])
      expect(decideDmarc([text], false, ask('reject')).kind).not.toBe('refuse');
    expect(decideDmarc(['v=DMARC1;p=reject;'], false, ask('reject'))).toEqual({ kind: 'keep' });
  });

  it.each<[string[], DmarcPolicy]>([
    [['v=DMARC1; p=reject'], 'none'],
    [['v=DMARC1; p=reject'], 'quarantine'],
    [['v=DMARC1; p=quarantine'], 'none'],
    [['v=DMARC1; p=strange'], 'reject'],
    [['v=DMARC1; p=none', 'v=DMARC1; p=none'], 'reject'],
    [['v = DMARC1; p=reject'], 'none'],
    [['v=dmarc1; p=none'], 'reject'],
    [['v=DMARC1 p=none'], 'reject'],
  ])('never lowers %j to %s, and never adds a second one', (here, policy) => {
    expect(decideDmarc(here, false, ask(policy))).toMatchObject({ kind: 'refuse' });
  });

  it('stands where the organisation’s own would hold', () => {
    expect(decideDmarc([], true, ask('reject', 'd@paper.press'))).toEqual(
      write('v=DMARC1; p=reject; rua=mailto:d@paper.press'),
    );
  });
});

describe('a policy that holds from a domain above', () => {
  it.each<[boolean | DmarcPolicy, DmarcPolicy, string]>([
    ['reject', 'none', 'refuse'],
    ['reject', 'quarantine', 'refuse'],
    ['quarantine', 'none', 'refuse'],
    ['quarantine', 'quarantine', 'write'],
    ['none', 'none', 'write'],
    // Nobody could say which.
    [true, 'none', 'refuse'],
    [true, 'reject', 'write'],
  ])('of %j is never lowered by a record of its own with p=%s', (above, policy, kind) => {
    expect(decideDmarc([], above, ask(policy)).kind).toBe(kind);
  });
});

describe('reports', () => {
  it('go on to whom the record names, unless publication.yaml says who takes them', () => {
    const theirs = 'v=DMARC1; p=none; rua=mailto:a@reader.press';
    const editor = 'ed@paper.press';
    const raise = (record: string, rua?: string) =>
      decideDmarc([record], false, { policy: 'quarantine', rua, editor });
    expect(raise(theirs)).toEqual(write('v=DMARC1; p=quarantine; rua=mailto:a@reader.press'));
    expect(raise('v=DMARC1; p=none')).toEqual(write('v=DMARC1; p=quarantine; rua=mailto:ed@paper.press'));
    expect(raise(theirs, 'b@x.press')).toEqual(write('v=DMARC1; p=quarantine; rua=mailto:b@x.press'));
    expect(decideDmarc([], false, { ...nobody, editor })).toEqual(
      write('v=DMARC1; p=none; rua=mailto:ed@paper.press'),
    );
  });

  it.each([
    ['news.paper.press', ['me@gmail.com', 'Ed@Paper.Press'], 'Ed@Paper.Press'],
    ['paper.press', ['ed@news.paper.press'], 'ed@news.paper.press'],
    ['paper.press', ['me@gmail.com'], undefined],
    ['paper.co.uk', ['me@other.co.uk'], undefined],
    ['paper.press', ['me@notpaper.press'], undefined],
    ['paper.press', ['a!b@paper.press', 'ed@paper.press'], 'ed@paper.press'],
    ['paper.press', [], undefined],
  ])('of %s go to an editor of that organisation and to nobody else', (domain, editors, to) => {
    expect(findReportAddress(domain, editors)).toBe(to);
  });
});
