import { describe, expect, it } from 'vitest';
import { parsePublication } from '../../../functions/domain/publication/publication-source.ts';
import { brief, PUBLICATION, yaml } from '../../support/builders/content.ts';
import { readLanguageAxioms } from '../../support/builders/words.ts';

const axioms = readLanguageAxioms();
const parse = (text: string) => parsePublication({ path: 'content/publication.yaml', text }, yaml, axioms);

describe('a publication', () => {
  it('needs little; the rest is inherited or has defaults', () => {
    const { publication, problems } = parse(PUBLICATION);
    expect(problems).toEqual([]);
    const from = { name: 'Test Paper', email: 'editor@example.com' };
    const newsletter = {
      description: '',
      topics: [],
      from,
      replyTo: undefined,
      hold: 600_000,
      minGap: 1_800_000,
      default: false,
      retired: false,
    };
    const { axioms, ...rest } = publication!;
    expect(axioms).toContain('Why it matters');
    expect(rest).toEqual({
      id: 'test-paper',
      title: 'Test Paper',
      description: '',
      url: undefined,
      language: 'en',
      timezone: 'Europe/London',
      from,
      replyTo: undefined,
      postalAddress: ['Test Paper', '1 High Street'],
      editors: [],
      logo: undefined,
      accent: '#1f4e79',
      topics: [
        { id: 'world', name: 'World', retired: false },
        { id: 'cities', name: 'Cities', retired: false },
      ],
      newsletters: [
        { ...newsletter, id: 'brief', name: 'Brief', kind: 'edited', schedule: undefined },
        {
          ...newsletter,
          id: 'daily',
          name: 'Daily',
          kind: 'digest',
          schedule: { days: [1, 2, 3, 4, 5], hour: 7, minute: 0 },
        },
      ],
      redirects: {},
      unsubscribeMailto: undefined,
      hub: undefined,
      hosting: { zone: undefined, workers: undefined, waf: false, dashboard: false },
      sending: {
        perSecond: undefined,
        reserve: 0.1,
        signups: { perAddressDay: 3, perNetworkHour: 20, perHour: 1000 },
      },
    });
  });

  it('holds every key', () => {
    const { publication, problems } = parse(`id: zeitung
title: Die Zeitung
description: Kurz
url: https://zeitung.example/
language: de-at
timezone: Europe/Vienna
from: redaktion@zeitung.example
replyTo: '"Leser, Post" <post@zeitung.example>'
postalAddress: |
  Die Zeitung
  Ring 1
editors: [Mara <mara@zeitung.example>]
logo: { light: images/l.svg, dark: images/d.svg, alt: Die Zeitung }
accent: '#8C1C3A'
axioms: [Darum geht es]
topics: [{ id: alt, name: Alt, retired: true }]
newsletters:
  - id: woche
    name: Woche
    description: Samstags
    kind: digest
    schedule: Saturday at 09:00
    topics: alt
    from: Woche <woche@zeitung.example>
    replyTo: woche@zeitung.example
    hold: 1 hour
    minGap: 2 hours
    default: true
    retired: true
redirects: { /alt: /articles/neu, /weg: https://anderswo.example/ }
unsubscribeMailto: weg@zeitung.example
hub: https://hub.example/
sending: { perSecond: 5, reserve: 0.2, signups: { perAddressDay: 1, perNetworkHour: 2, perHour: 3, perDomainHour: 4 } }
hosting: { zone: Example.com, workers: 4, waf: true, dashboard: true }
`);
    expect(problems).toEqual([]);
    expect(publication).toMatchObject({
      url: 'https://zeitung.example',
      language: 'de-AT',
      from: { name: '', email: 'redaktion@zeitung.example' },
      replyTo: { name: 'Leser, Post', email: 'post@zeitung.example' },
      postalAddress: ['Die Zeitung', 'Ring 1'],
      editors: [{ name: 'Mara', email: 'mara@zeitung.example' }],
      logo: { light: 'images/l.svg', dark: 'images/d.svg', alt: 'Die Zeitung' },
      accent: '#8c1c3a',
      axioms: expect.arrayContaining(['Darum geht es', 'Warum das wichtig ist']),
      topics: [{ id: 'alt', name: 'Alt', retired: true }],
      redirects: { '/alt': '/articles/neu', '/weg': 'https://anderswo.example/' },
      unsubscribeMailto: 'weg@zeitung.example',
      hub: 'https://hub.example/',
      sending: {
        perSecond: 5,
        reserve: 0.2,
        signups: { perAddressDay: 1, perNetworkHour: 2, perHour: 3, perDomainHour: 4 },
      },
      hosting: { zone: 'example.com', workers: 4, waf: true, dashboard: true },
    });
    expect(publication?.newsletters[0]).toEqual({
      id: 'woche',
      name: 'Woche',
      description: 'Samstags',
      kind: 'digest',
      schedule: { days: [6], hour: 9, minute: 0 },
      topics: ['alt'],
      from: { name: 'Woche', email: 'woche@zeitung.example' },
      replyTo: { name: '', email: 'woche@zeitung.example' },
      hold: 3_600_000,
      minGap: 7_200_000,
      default: true,
      retired: true,
    });
  });

  it('without a postal address is warned of letters that cannot go', () => {
    const { publication, problems } = parse(PUBLICATION.replace(/postalAddress: .*\n/, ''));
    expect(publication?.postalAddress).toEqual([]);
    expect(brief(problems)).toEqual([
      '1 warning: `postalAddress` is missing: no letter is sent without (CAN-SPAM, CASL). Add `postalAddress:` with the lines of an address that reaches you.',
    ]);
  });
});

describe('a fault in a publication', () => {
  it.each([
    [
      /^id: .*/m,
      'id: Test Paper',
      '1 error: `Test Paper` cannot be an id. Use small letters, digits and hyphens, 63 at most.',
    ],
    [/^id: .*/m, '', ' error: `id` is missing. Add `id: daily-news`.'],
    [/^title: .*/m, 'titel: Test Paper', '2 error: `titel` is not a known key. Did you mean `title`?'],
    [
      /^language: .*/m,
      'language: en_GB!',
      '3 error: `en_GB!` is not a language tag. Write `en`, if you mean English.',
    ],
    [
      /^timezone: .*/m,
      'timezone: Europe/Londn',
      '4 error: `Europe/Londn` is not a time zone. Name one of the IANA database',
    ],
    [
      /^from: .*/m,
      'from: Test Paper',
      '5 error: `from` holds no address we can use. Write it as `Name <name@example.com>`.',
    ],
    [
      /^from: .*/m,
      'from: "A <a@b.example>, B <b@b.example>"',
      '5 error: `from` holds no address we can use.',
    ],
    [
      /^from: (.*)/m,
      'from: $1\nurl: http://a.example',
      '6 error: `http://a.example` is not an https URL. Write it whole',
    ],
    [
      /^from: (.*)/m,
      'from: $1\nurl: https://a.example/news',
      '6 error: `https://a.example/news` is more than an origin. Write `https://a.example`.',
    ],
    [
      /^from: (.*)/m,
      'from: $1\naccent: red',
      "6 error: `red` is not a colour we can use. Write it as `'#8c1c3a'`, in quotes.",
    ],
    [
      /^from: (.*)/m,
      'from: $1\nredirects: { old: /new }',
      '6 error: `old` is not a path of this site. Start the old path with one `/`.',
    ],
    [
      /^from: (.*)/m,
      'from: $1\nredirects: { /old: new }',
      '6 error: `new` is neither path nor URL. Start it with `/` or `https://`.',
    ],
    [
      /^from: (.*)/m,
      'from: $1\nredirects: { /old: /old }',
      '6 error: `/old` leads to itself. Remove the line.',
    ],
    [
      /^from: (.*)/m,
      'from: $1\nsending: { reserve: 2 }',
      '6 error: `reserve` is `2`. Write a number from 0 to 1.',
    ],
    [
      /^from: (.*)/m,
      'from: $1\nlogo: { light: images/a.svg, dark: images/a.svg }',
      '6 error: `alt` is missing. Add `alt: The name in the logo`.',
    ],
    ['id: cities', 'id: world', '9 error: The topic `world` is there twice. Give one of them another id.'],
    [
      'id: brief',
      'id: daily',
      '12 error: The newsletter `daily` is there twice. Give one of them another id.',
    ],
    ['kind: edited', 'kind: weekly', '11 error: `kind` is `weekly`. Write `edited` or `digest`.'],
    [
      'kind: edited',
      'kind: edited, topics: [wrld]',
      '11 error: There is no topic `wrld`. Did you mean `world`?',
    ],
    [
      'kind: edited',
      'kind: edited, hold: soon',
      '11 error: `soon` is not a length of time. Write `10 minutes`, `2 hours` or `1 day`.',
    ],
    [', schedule: weekdays at 07:00', '', '12 error: A digest needs a `schedule`. Write "weekdays at 07:00"'],
    [
      'weekdays at 07:00',
      'each morning',
      '12 error: `each morning` is not a schedule. Write "weekdays at 07:00", "daily at 6:30"',
    ],
    [
      /^topics:\n(.*\n){2}/m,
      '',
      '1 error: `topics` is missing. Add `topics:` and below it `- { id: news, name: News }`.',
    ],
  ])('%s → %j', (from, to, expected) => {
    const { publication, problems } = parse(PUBLICATION.replace(from, to));
    expect(publication).toBeUndefined();
    expect(brief(problems)).toContainEqual(expect.stringContaining(expected));
  });
});
