import { describe, expect, it } from 'vitest';
import { createYaml } from '../../../functions/adapters/js-yaml/yaml.ts';
import type { Problem } from '../../../functions/domain/problem.ts';
import { hostingOf } from '../../../functions/domain/publication/sending-source.ts';
import { parseFields } from '../../../functions/domain/source/yaml-fields.ts';

function read(hosting: string) {
  const problems: Problem[] = [];
  const site = { file: 'p.yaml', offset: 0, problems };
  const fields = parseFields(createYaml(), `hosting: ${hosting}\n`, ['hosting'], site)!;
  const { dns, dmarc } = hostingOf(fields);
  return { dns, dmarc, problems: problems.map(({ message }) => message) };
}

describe('hosting', () => {
  it('says where DNS is, and what becomes of DMARC', () => {
    expect(read('{ dns: elsewhere, dmarc: keep }')).toEqual({
      dns: 'elsewhere',
      dmarc: 'keep',
      problems: [],
    });
    expect(read('{ dmarc: { policy: quarantine, rua: mailto:d@paper.press } }').dmarc).toEqual({
      policy: 'quarantine',
      rua: 'd@paper.press',
    });
    expect(read('{ dmarc: { rua: d@paper.press } }').dmarc).toEqual({ policy: 'none', rua: 'd@paper.press' });
    expect(read('{ zone: paper.press }')).toEqual({ dns: undefined, dmarc: undefined, problems: [] });
  });

  it.each([
    ['{ dns: cloudflare }', /`dns` is `cloudflare`/],
    ['{ dmarc: none }', /neither `keep` nor a policy/],
    ['{ dmarc: { policy: strict } }', /`policy` is `strict`/],
    ['{ dmarc: { policy: none, rua: nobody } }', /`rua` holds no address/],
    ['{ dmarc: { rua: "a@b.press, c@d.press" } }', /`rua` holds no address/],
    ['{ dmarc: { rua: "mailto:a@b.press!10m" } }', /`rua` holds no address/],
    ['{ dmarc: { p: none } }', /`p` is not a known key/],
  ])('%s is an error with its remedy', (hosting, message) => {
    expect(read(hosting).problems).toEqual([expect.stringMatching(message)]);
  });
});

describe('hosting.pool', () => {
  const pooled = (pool: string) => {
    const problems: Problem[] = [];
    const site = { file: 'p.yaml', offset: 0, problems };
    const fields = parseFields(createYaml(), `hosting: { waf: true${pool} }\n`, ['hosting'], site)!;
    return { hosting: hostingOf(fields), said: problems.map(({ message }) => message) };
  };

  it.each(['news', 'paper_prod-1', 'A', 'x'.repeat(64)])('is a pool of SES: %s', (pool) => {
    const { hosting, said } = pooled(`, pool: ${pool}`);
    expect([said, hosting.pool]).toEqual([[], pool]);
  });

  it.each(['"a b"', 'a.b', '"a/b"', '"ä"', 'x'.repeat(65)])('of no such name is refused: %s', (pool) => {
    const { hosting, said } = pooled(`, pool: ${pool}`);
    expect(said).toEqual([expect.stringMatching(/is no name of a pool/)]);
    expect(hosting).not.toHaveProperty('pool');
  });

  it('is absent where nothing is said', () => {
    expect(pooled('').hosting).not.toHaveProperty('pool');
  });
});
