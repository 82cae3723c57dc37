import { describe, expect, it } from 'vitest';
import { refuse } from '../../infra/refusals.ts';
import type { Stage } from '../../infra/stage.ts';
import { aStage } from '../support/stage.ts';

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
    ['nobody to tell', aStage({}, { editors: [] }), /told of alarms/],
    ['a url without a zone', aStage({}, { url: 'https://paper.press' }), /no hosted zone/],
    ['a url outside its zone', aStage({}, { url: 'https://other.press', hosting }), /not in the zone/],
    [
      'a sender outside the zone',
      aStage({}, { from: { name: '', email: 'me@mail.press' }, hosting }),
      /DMARC could not align/,
    ],
    ['a firewall elsewhere', aStage({}, { hosting: { ...hosting, waf: true } }), /us-east-1/],
  ])('for %s is refused, in a sentence', (_, stage, sentence) => {
    expect(() => refuse(stage, 'eu-west-1')).toThrow(sentence);
  });

  it('is not every deployment', () => {
    expect(() => refuse(aStage(), undefined)).not.toThrow();
    expect(() => refuse(aStage({}, { hosting, url: 'https://news.paper.press' }), 'eu-west-1')).not.toThrow();
  });
});
