import { expect, it } from 'vitest';
import { sendersOf } from '../../../functions/domain/publication/senders.ts';
import { aPublication } from '../../support/builders/small-publication.ts';

const publication = aPublication();
const [daily, brief] = publication.newsletters;
const from = (email: string) => ({ name: '', email });

it.each([
  ['one for all', [daily!, brief!], ['letters@example.com']],
  [
    'one of a newsletter beside',
    [{ ...daily!, from: from('daily@example.com') }],
    ['letters@example.com', 'daily@example.com'],
  ],
  ['one in capitals, once', [{ ...daily!, from: from('Letters@Example.COM') }], ['letters@example.com']],
  [
    'one of a retired newsletter, whose run may go on',
    [{ ...daily!, retired: true, from: from('old@example.com') }],
    ['letters@example.com', 'old@example.com'],
  ],
  ['one of a publication without newsletters', [], ['letters@example.com']],
])('the senders of a publication are %s', (_, newsletters, senders) => {
  expect(sendersOf({ ...publication, newsletters })).toEqual(senders);
});
