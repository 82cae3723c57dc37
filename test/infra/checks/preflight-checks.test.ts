import { describe, expect, it } from 'vitest';
import { refuse } from '../../../infra/checks/preflight-checks.ts';
import type { Stage } from '../../../infra/stage/stage.ts';
import { aStage } from '../../support/hosts/stage.ts';

const [newsletter] = aStage().publication.newsletters;
const at = (email: string) => ({ name: '', email });
const hosting = { zone: 'paper.press', workers: 2, waf: false, dashboard: false };

describe('a deployment that would fail later', () => {
  it.each<[string, Stage, RegExp]>([
    ['a stage of a strange name', aStage({ name: 'My Stage' }), /cannot name a stage/],
    ['a share that is none', aStage({ share: 2 }), /share of the rate/],
    [
      'an address of an example',
      aStage({}, { from: { name: '', email: 'editor@quarterhour.example' } }),
      /reserved for examples/,
    ],
    ['no postal address', aStage({}, { postalAddress: [] }), /postal address/],
    ['nobody to tell', aStage({}, { editors: [] }), /reach nobody/],
    ['a url without a zone', aStage({}, { url: 'https://paper.press' }), /no hosted zone/],
    ['a url outside its zone', aStage({}, { url: 'https://other.press', hosting }), /not in the zone/],
    [
      'a sender outside the zone',
      aStage({}, { from: { name: '', email: 'me@mail.press' }, hosting }),
      /DMARC could not align/,
    ],
    [
      'an editor of an example',
      aStage({}, { editors: [at('mara@quarterhour.example')] }),
      /an editor.*is there/,
    ],
    ['answers to an example', aStage({}, { replyTo: at('letters@example.org') }), /where answers go/],
    ['leaving by mail to an example', aStage({}, { unsubscribeMailto: 'out@paper.test' }), /ask to leave/],
    [
      'a newsletter from an example',
      aStage({}, { newsletters: [{ ...newsletter!, from: at('a@paper.invalid') }] }),
      /the sender of `daily`/,
    ],
    [
      'answers to a newsletter at an example',
      aStage({}, { newsletters: [{ ...newsletter!, replyTo: at('a@mail.example.com') }] }),
      /where answers to `daily` go/,
    ],
    [
      'a newsletter from outside the zone',
      aStage({}, { hosting, newsletters: [{ ...newsletter!, from: at('daily@notpaper.press') }] }),
      /from notpaper\.press, which is not in the zone paper\.press/,
    ],
    ['a firewall elsewhere', aStage({}, { hosting: { ...hosting, waf: true } }), /us-east-1/],
  ])('for %s is refused, in a sentence', (_, stage, sentence) => {
    expect(() => refuse(stage, 'eu-west-1')).toThrow(sentence);
  });

  it.each(['ap-east-1', 'cn-north-1', 'us-gov-west-1'])('for want of SES in %s is refused', (region) => {
    expect(() => refuse(aStage(), region)).toThrow(/SES or CloudFront/);
  });

  it('is not every deployment', () => {
    expect(() => refuse(aStage(), undefined)).not.toThrow();
    expect(() => refuse(aStage({}, { hosting, url: 'https://news.paper.press' }), 'eu-west-1')).not.toThrow();
  });
});
