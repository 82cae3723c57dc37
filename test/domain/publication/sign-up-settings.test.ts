import { describe, expect, it } from 'vitest';
import { parsePublication } from '../../../functions/domain/publication/publication-source.ts';
import { PUBLICATION, yaml } from '../../support/builders/content.ts';

const parse = (text: string) => parsePublication({ path: 'content/publication.yaml', text }, yaml);

describe('limits of sign-ups', () => {
  it.each(['perAddressDay', 'perNetworkHour', 'perHour', 'perDomainHour'])(
    '%s is a number from one on',
    (key) => {
      for (const value of ['0', '-1', 'many', '2000000']) {
        const { problems } = parse(`${PUBLICATION}sending: { signups: { ${key}: ${value} } }\n`);
        expect(problems).toHaveLength(1);
        expect(problems[0]?.message).toContain(key);
      }
    },
  );
});
