import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { CORE_SCHEMA, load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { ARTICLE_KEYS } from '../../../functions/domain/content/article-source.ts';
import {
  articleSchema,
  editionSchema,
  sponsorSchema,
} from '../../../functions/domain/content/content-schema.ts';
import { EDITION_KEYS, SPONSOR_KEYS } from '../../../functions/domain/content/edition-source.ts';
import { publicationSchema } from '../../../functions/domain/publication/publication-schema.ts';
import { PUBLICATION_KEYS } from '../../../functions/domain/publication/publication-source.ts';
import { type KeySchema, withHints } from '../../../functions/domain/source/key-schema.ts';
import { PUBLICATION } from '../../support/builders/content.ts';

const ROOT = new URL('../../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');
const DOC = `${read('docs/write.md')}\n#${read('docs/publication.md')}`;

/** What a section's tables say of each key, by path: `image.src`. */
function hintsOf(section: string): Map<string, string> {
  const hints = new Map<string, string>();
  let path = '';
  for (const line of DOC.split(/^## /m)
    .find((part) => part.startsWith(`${section}\n`))!
    .split('\n')) {
    const [, map] = /^\*\*`(\w+)`\*\*/.exec(line) ?? [];
    if (map) path = `${map}.`;
    if (line.startsWith('Each item has one of')) path = 'items.';
    const [, key, meaning] = /^\| `(\w+)` \| (.+?) \|/.exec(line) ?? [];
    if (key) hints.set(path + key, meaning!);
  }
  return hints;
}

/** Every key of a schema, maps inside it too. */
const keysOf = (schema: KeySchema): string[] =>
  [schema, schema.items, ...((schema.anyOf as KeySchema[]) ?? [])].flatMap((part, i) => {
    if (part && i > 0) return keysOf(part as KeySchema);
    const properties = Object.entries((part as KeySchema)?.properties ?? {});
    return properties.flatMap(([key, shape]) => [key, ...keysOf(shape as KeySchema)]);
  });

const KINDS: [name: string, section: string, schema: KeySchema, keys: readonly string[]][] = [
  ['publication', 'The publication', publicationSchema, Object.values(PUBLICATION_KEYS).flat()],
  ['article', 'Articles', articleSchema, Object.values(ARTICLE_KEYS).flat()],
  ['edition', 'Editions', editionSchema, Object.values(EDITION_KEYS).flat()],
  ['sponsor', 'Sponsors', sponsorSchema, SPONSOR_KEYS],
];

const ajv = new Ajv({ allowUnionTypes: true, allErrors: true });
const validators = new Map(KINDS.map(([name, , schema]) => [name, ajv.compile(schema)]));

/** What an editor would underline in a text. */
function faultsIn(name: string, text: string): string[] {
  const validate: ValidateFunction = validators.get(name)!;
  validate(load(text, { schema: CORE_SCHEMA }) ?? {});
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const frontMatter = (file: string): string => /^---\n([\s\S]*?)\n---/.exec(file)![1]!;

describe('the JSON Schema of editors', () => {
  it.each(KINDS)('of a %s is the committed one (`vitest -u` writes it)', async (name, section, schema) => {
    const text = JSON.stringify(withHints(schema, hintsOf(section)), undefined, 2);
    await expect(`${text}\n`).toMatchFileSnapshot(`../../../docs/schema/${name}.schema.json`);
  });

  it.each(KINDS)('of a %s has the keys that the parser knows, and no other', (_, __, schema, keys) => {
    expect(keysOf(schema).sort()).toEqual([...keys].sort());
  });

  it('takes the examples of docs/write.md', () => {
    const example = (section: string) =>
      frontMatter(/```markdown\n(---\n[\s\S]*?)```/.exec(DOC.split(`\n## ${section}\n`)[1]!)![1]!);
    expect(faultsIn('article', example('Articles'))).toEqual([]);
    expect(faultsIn('edition', example('Editions'))).toEqual([]);
    expect(faultsIn('sponsor', example('Sponsors'))).toEqual([]);
  });

  it('takes a publication that the parser takes', () => {
    expect(faultsIn('publication', PUBLICATION)).toEqual([]);
  });

  it.each([
    ['article', 'title: A\ndate: 2026-11-20\ntopic: a\ntitel: B', ' must NOT have additional properties'],
    ['article', 'title: A\ndate: 2026-11-20', " must have required property 'topic'"],
    ['article', 'title: A\ndate: 2026-11-20\ntopic: a\ndraft: perhaps', '/draft must be boolean,null'],
    [
      'edition',
      'newsletter: a\nsubject: A\nitems:\n  - { article: a, as: half }',
      '/items/0/as must be equal to one of the allowed values',
    ],
  ])('finds the slip in %s: %s', (name, text, fault) => {
    expect(faultsIn(name, text)).toEqual([fault]);
  });
});
