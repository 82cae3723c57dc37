import { expect, it } from 'vitest';
import { parsePublication } from '../../../functions/domain/publication/publication-source.ts';
import { PUBLICATION, yaml } from '../../support/builders/content.ts';

const parse = (dmarc: string) =>
  parsePublication(
    { path: 'content/publication.yaml', text: `${PUBLICATION}hosting: { dmarc: ${dmarc} }\n` },
    yaml,
  );

it.each([
  ['keep', 'keep'],
  ['{ policy: reject }', { policy: 'reject' }],
  ['{ policy: none, rua: dmarc@paper.press }', { policy: 'none', rua: 'dmarc@paper.press' }],
  ['{ rua: "mailto:dmarc@paper.press" }', { policy: 'none', rua: 'dmarc@paper.press' }],
  ['', undefined],
])('hosting.dmarc: %s is read as %j', (written, dmarc) => {
  const { publication, problems } = parse(written);
  expect([publication?.hosting.dmarc, problems]).toEqual([dmarc, []]);
});

it.each([
  ['reject', '`dmarc` is neither `keep` nor a policy.'],
  ['{ policy: strict }', '`policy` is `strict`.'],
  ['{ rua: nobody }', '`rua` holds no address we can use.'],
  ['{ rua: "Ada <ada@paper.press>" }', '`rua` holds no address we can use.'],
  // A comma or an exclamation mark would end the address in the record (RFC 7489 §6.2).
  ['{ rua: "a!b@paper.press" }', '`rua` holds no address we can use.'],
  ['{ pct: 50 }', '`pct` is not a known key.'],
  ['[none]', '`dmarc` is a list.'],
])('hosting.dmarc: %s is a fault', (written, message) => {
  expect(parse(written).problems.map((problem) => problem.message)).toEqual([message]);
});
