import { describe, expect, it } from 'vitest';
import type { Hosting, Publication } from '../../../functions/domain/publication/publication.ts';
import { refuse } from '../../../infra/checks/preflight-checks.ts';
import type { Stage } from '../../../infra/stage/stage.ts';
import { aStage } from '../../support/hosts/stage.ts';

const [newsletter] = aStage().publication.newsletters;
const at = (email: string) => ({ name: '', email });
const plain = { workers: 2, waf: false, dashboard: false };
const zone: Hosting = { ...plain, zone: 'paper.press' };
const elsewhere: Hosting = { ...plain, zone: undefined, dns: 'elsewhere' };
const newsletterOf = (email: string) => [{ ...newsletter!, from: at(email) }];
const faultOf = (publication: Partial<Publication>, about: Partial<Stage> = {}, shared = false) => {
  try {
    refuse(aStage(about, publication), undefined, { shared });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
};

describe('a name that a deployment would stumble over', () => {
  it.each<[string, Partial<Publication>, RegExp]>([
    [
      'a newsletter from a mailbox provider, DNS elsewhere',
      { hosting: elsewhere, newsletters: newsletterOf('Me@GMail.com') },
      /from gmail\.com: nobody but its owner/,
    ],
    [
      'a newsletter from the zone’s parent',
      {
        hosting: { ...zone, zone: 'letters.paper.press' },
        from: at('a@letters.paper.press'),
        newsletters: newsletterOf('a@paper.press'),
      },
      /from paper\.press, which is not in the zone letters\.paper\.press/,
    ],
    [
      'letters from where bounces go',
      { hosting: zone, newsletters: newsletterOf('a@bounce.paper.press') },
      /SES takes bounces/,
    ],
    [
      'a site where bounces go',
      { hosting: elsewhere, url: 'https://bounce.paper.press' },
      /SES takes bounces/,
    ],
    [
      'a site of an example',
      { hosting: elsewhere, url: 'https://news.example.com' },
      /reserved for examples/,
    ],
    ['a port', { hosting: zone, url: 'https://news.paper.press:8443' }, /port 8443/],
    [
      'a dot at the end',
      { hosting: elsewhere, url: 'https://news.paper.press.' },
      /no certificate can be made/,
    ],
    ['an address of numbers', { hosting: elsewhere, url: 'https://192.0.2.1' }, /no certificate can be made/],
    ['a star', { hosting: elsewhere, url: 'https://*.paper.press' }, /no certificate can be made/],
    ['a name too long', { hosting: zone, url: `https://${'x'.repeat(60)}.paper.press` }, /72 characters.*64/],
    [
      'reports to an example',
      { hosting: { ...zone, dmarc: { policy: 'none', rua: 'd@example.com' } } },
      /reports of DMARC go/,
    ],
    [
      'reports to a mailbox provider',
      { hosting: { ...zone, dmarc: { policy: 'none', rua: 'me@gmail.com' } } },
      /gmail\.com, which takes no reports/,
    ],
  ])('is refused in words: %s', (_, publication, says) => {
    expect(faultOf(publication)).toMatch(says);
  });

  it('is refused for the stage alone whose name makes it too long', () => {
    const url = `https://${'x'.repeat(52)}.paper.press`;
    expect(faultOf({ hosting: zone, url })).toBeUndefined();
    expect(faultOf({ hosting: zone, url }, { name: 'test' })).toMatch(/69 characters/);
  });

  it('is none outside the zone where SES has verified it already', () => {
    const outside = { hosting: zone, newsletters: newsletterOf('a@other.press') };
    expect(faultOf(outside)).toMatch(/not in the zone/);
    expect(faultOf(outside, {}, true)).toBeUndefined();
  });

  it('is none in Punycode', () => {
    const from = at('a@xn--mller-kva.de');
    const hosting = { ...zone, zone: 'xn--mller-kva.de' };
    expect(faultOf({ hosting, from, url: 'https://news.müller.de' })).toBeUndefined();
  });
});

describe('a region without SES or CloudFront', () => {
  it.each([
    'ap-east-1',
    'cn-north-1',
    'us-gov-west-1',
    'us-iso-east-1',
    'us-isob-east-1',
    'eu-isoe-west-1',
    'eusc-de-east-1',
  ])('is refused: %s', (region) => {
    expect(() => refuse(aStage(), region)).toThrow(/not available/);
  });

  it.each(['us-east-1', 'ap-east-2', 'mx-central-1', 'eu-south-2', 'il-central-1'])('is not %s', (region) => {
    expect(() => refuse(aStage(), region)).not.toThrow();
  });
});
