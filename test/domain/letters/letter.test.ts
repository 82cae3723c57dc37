import { expect, it } from 'vitest';
import { listIdOf } from '../../../functions/domain/letters/letter.ts';
import { aPublication } from '../../support/builders/small-publication.ts';

const publication = aPublication();
const [daily, brief] = publication.newsletters;

it.each([
  ['names publication and newsletter', publication, daily!, 'daily.small-paper.list-id.localhost'],
  ['tells newsletters apart', publication, brief!, 'brief.small-paper.list-id.localhost'],
  [
    'stays under another domain',
    aPublication({ url: 'https://a.example' }),
    daily!,
    'daily.small-paper.list-id.localhost',
  ],
])('a List-Id (RFC 2919) %s', (_, paper, newsletter, id) => {
  expect(listIdOf(paper, newsletter)).toEqual({ phrase: `The Small Paper: ${newsletter.name}`, id });
});
