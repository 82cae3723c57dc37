import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ARTICLE_KEYS, parseArticle } from '../functions/domain/content/article-source.ts';
import { AUTHOR_KEYS } from '../functions/domain/content/author.ts';
import {
  EDITION_KEYS,
  parseEdition,
  parseSponsor,
  SPONSOR_KEYS,
} from '../functions/domain/content/edition-source.ts';
import { WELCOME_KEYS } from '../functions/domain/content/welcome.ts';
import { PUBLICATION_KEYS, parsePublication } from '../functions/domain/publication/publication-source.ts';
import { brief, yaml } from './support/builders/content.ts';

const read = (page: string): string => readFileSync(new URL(`../docs/${page}`, import.meta.url), 'utf8');

/** The title of docs/publication.md becomes a section's beside those of docs/write.md. */
const DOC = `${read('write.md')}\n#${read('publication.md')}`;
const section = (title: string): string =>
  DOC.split(/^## /m).find((part) => part.startsWith(`${title}\n`)) ?? '';
const site = { yaml, timezone: 'Europe/London' };

/** The keys that a section's tables and sentences name between backticks. */
const named = (text: string): Set<string> => new Set([...text.matchAll(/`([A-Za-z]+)`/g)].map((m) => m[1]!));

/** Rows `| \`key\` | … | \`key: example\` |` of a section. */
const examples = (text: string): string[] =>
  [...text.matchAll(/^\| `\w+` \|.*\| `(\w+: .+)` \|$/gm)].map((m) => m[1]!);

describe('docs/write.md and docs/publication.md', () => {
  it.each([
    ['Articles', Object.values(ARTICLE_KEYS).flat()],
    ['Editions', Object.values(EDITION_KEYS).flat()],
    ['Sponsors', SPONSOR_KEYS],
    ['Welcome', WELCOME_KEYS],
    ['Authors', AUTHOR_KEYS['']],
    ['The publication', Object.values(PUBLICATION_KEYS).flat()],
  ])('names every key of %s', (title, keys) => {
    const found = named(section(title));
    expect(keys.filter((key) => !found.has(key))).toEqual([]);
  });

  it.each([
    ['Articles', Object.values(ARTICLE_KEYS).flat()],
    ['Editions', Object.values(EDITION_KEYS).flat()],
    ['The publication', Object.values(PUBLICATION_KEYS).flat()],
  ])('lists no key in the tables of %s that is not known', (title, keys: readonly string[]) => {
    const rows = [...section(title).matchAll(/^\| `(\w+)` \|/gm)].map((m) => m[1]!);
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.filter((key) => !keys.includes(key))).toEqual([]);
  });

  it('has examples that hold: of articles', () => {
    const keys = examples(section('Articles').split('**`image`**')[0]!);
    const blocks = [...section('Articles').matchAll(/```yaml\n([\s\S]*?)```/g)].map((m) => m[1]!);
    const text = `---\n${keys.join('\n')}\n${blocks.join('')}---\nBody`;
    const { problems } = parseArticle({ path: 'content/articles/a.md', text }, site);
    expect(brief(problems)).toEqual([]);
    expect(keys.length + blocks.length).toBe(ARTICLE_KEYS[''].length - 1);
  });

  it('has examples that hold: of whole files', () => {
    const file = (title: string) => /```markdown\n(---\n[\s\S]*?)```/.exec(section(title))![1]!;
    const path = 'content/x/a.md';
    expect(parseArticle({ path, text: file('Articles') }, site).problems).toEqual([]);
    expect(parseEdition({ path, text: file('Editions') }, site).problems).toEqual([]);
    expect(parseSponsor({ path, text: file('Sponsors') }, yaml).problems).toEqual([]);
  });

  it('has examples that hold: of the publication', () => {
    const [top, newsletter] = section('The publication').split('**`newsletters`**');
    const blocks = [...section('The publication').matchAll(/```yaml\n([\s\S]*?)```/g)].map((m) => m[1]!);
    const keys = examples(newsletter!).map((line) => `    ${line}`);
    keys[0] = keys[0]!.replace('   ', '  -');
    const climate = blocks.map((block) => block.replace('topics:\n', 'topics:\n  - { id: climate }\n'));
    const text = `${examples(top!).join('\n')}\n${climate.join('')}newsletters:\n${keys.join('\n')}\n`;
    expect(brief(parsePublication({ path: 'content/publication.yaml', text }, yaml).problems)).toEqual([]);
    expect(keys).toHaveLength(PUBLICATION_KEYS.newsletters.length);
  });
});
