import { expect, it } from 'vitest';
import { parsePublication } from '../../../functions/domain/publication/publication-source.ts';
import { HOUR, MINUTE } from '../../../functions/domain/time/instant.ts';
import { yaml } from '../../support/builders/content.ts';
import { publicationText } from '../../support/builders/publication-text.ts';

const parse = (...newsletters: string[]) => {
  const text = publicationText().replace(/^newsletters: .*$/m, `newsletters: [${newsletters.join(', ')}]`);
  return parsePublication({ path: 'content/publication.yaml', text }, yaml);
};
const DAILY = '{ id: daily, name: Daily, kind: digest, schedule: weekdays at 07:00, default: true }';

it.each([
  [
    'edited',
    '{ id: brief, name: Brief, kind: edited, default: true }',
    { kind: 'edited', schedule: undefined },
  ],
  [
    'with a hold and a gap of its own',
    DAILY.replace('id', 'hold: 2 hours, minGap: 1 day, id'),
    { hold: 2 * HOUR, minGap: 24 * HOUR },
  ],
  ['with those of the house', DAILY, { hold: 10 * MINUTE, minGap: 30 * MINUTE, retired: false }],
  ['with the sender of the publication', DAILY, { from: { name: 'Small', email: 'news@paper.press' } }],
  [
    'with a sender of its own',
    DAILY.replace('id', 'from: d@paper.press, id'),
    { from: { name: '', email: 'd@paper.press' } },
  ],
  ['with topics', DAILY.replace('id', 'topics: [world], id'), { topics: ['world'] }],
])('a newsletter is read %s', (_, written, about) => {
  const { publication, problems } = parse(written);
  expect(problems).toEqual([]);
  expect(publication?.newsletters[0]).toMatchObject(about);
});

it.each([
  ['without an id', [DAILY.replace('id: daily, ', '')], '`id` is missing.'],
  ['with an id in capitals', [DAILY.replace('daily', 'Daily')], '`Daily` cannot be an id.'],
  ['twice', [DAILY, DAILY], 'The newsletter `daily` is there twice.'],
  ['of no kind', [DAILY.replace('digest', 'film')], '`kind` is `film`.'],
  [
    'as a digest without a schedule',
    [DAILY.replace('schedule: weekdays at 07:00, ', '')],
    'A digest needs a `schedule`.',
  ],
  [
    'with a schedule of cron',
    [DAILY.replace('weekdays at 07:00', '"0 7 * * *"')],
    '`0 7 * * *` is not a schedule.',
  ],
  ['with a strange topic', [DAILY.replace('id', 'topics: [moon], id')], 'There is no topic `moon`.'],
  ['with a hold in words', [DAILY.replace('id', 'hold: a while, id')], '`a while` is not a length of time.'],
])('a newsletter %s is a fault', (_, written, message) => {
  expect(parse(...written).problems.map((problem) => problem.message)).toContain(message);
});
