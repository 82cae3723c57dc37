import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { faultOfTitle } from '../../.ci/commit-titles.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

type Form = {
  name: string;
  description: string;
  body: { type: string; id?: string; attributes: { label?: string; value?: string } }[];
};
const FORMS = readdirSync(join(ROOT, '.github/ISSUE_TEMPLATE')).filter((file) => file !== 'config.yml');

describe('an issue form', () => {
  // GitHub's syntax for issue forms: name, description and body; an id once in a form; a label or a text in each element.
  it.each(FORMS)('is one that GitHub shows: %s', (file) => {
    const { name, description, body } = load(read(`.github/ISSUE_TEMPLATE/${file}`)) as Form;
    expect([typeof name, typeof description]).toEqual(['string', 'string']);
    for (const { type, attributes } of body) {
      expect(['markdown', 'textarea', 'input', 'dropdown', 'checkboxes']).toContain(type);
      expect(type === 'markdown' ? attributes.value : attributes.label).toBeTypeOf('string');
    }
    const ids = body.flatMap(({ id }) => id ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(1);
  });
});

describe('updates of packages', () => {
  type Update = {
    'package-ecosystem': string;
    directory: string;
    schedule: { interval: string };
    groups: Record<string, { 'update-types'?: string[] }>;
    'commit-message': { prefix: string; include: string };
  };
  const { version, updates } = load(read('.github/dependabot.yml')) as { version: number; updates: Update[] };
  const [npm, actions] = updates;

  it('are asked for weekly in one pull request, those of actions monthly', () => {
    expect(version).toBe(2);
    expect(npm).toMatchObject({
      'package-ecosystem': 'npm',
      directory: '/',
      schedule: { interval: 'weekly' },
    });
    expect(Object.values(npm!.groups)).toEqual([{ 'update-types': ['minor', 'patch'] }]);
    expect(actions).toMatchObject({
      'package-ecosystem': 'github-actions',
      schedule: { interval: 'monthly' },
    });
    expect(updates).toHaveLength(2);
  });

  it('have titles that the check of commit titles takes', () => {
    for (const { 'commit-message': message } of updates) {
      expect(message).toEqual({ prefix: 'chore', include: 'scope' });
      expect(faultOfTitle(`${message.prefix}(deps): bump the packages of the group`)).toBeUndefined();
    }
  });
});

describe('.editorconfig', () => {
  const [, all = ''] = /^\[\*\]\n((?:\w+ = .*\n)+)/m.exec(read('.editorconfig')) ?? [];
  const settings = Object.fromEntries(
    all
      .trim()
      .split('\n')
      .map((line) => line.split(' = ')),
  );

  it('says of indents and lines what biome.json says', () => {
    const { formatter } = JSON.parse(read('biome.json'));
    expect(settings).toMatchObject({
      indent_style: formatter.indentStyle,
      indent_size: String(formatter.indentWidth),
      max_line_length: String(formatter.lineWidth),
      // Biome's own, where biome.json says nothing.
      end_of_line: formatter.lineEnding ?? 'lf',
    });
  });

  it('leaves the bytes of fixtures alone', () => {
    const fixtures = /^\[(test\/fixtures)\/\*\*\]\n((?:\w+ = unset\n?)+)$/m.exec(read('.editorconfig'))!;
    expect(existsSync(join(ROOT, fixtures[1]!))).toBe(true);
    expect(fixtures[2]).toContain('trim_trailing_whitespace');
  });
});

describe('the pages at the root', () => {
  it('lead to the docs, and say nothing twice', () => {
    expect(read('CONTRIBUTING.md')).toContain('(docs/contributing.md)');
    expect(read('SECURITY.md')).toContain('(docs/security.md)');
    expect(read('docs/security.md').split('\n').slice(0, 20).join('\n')).toContain('in private');
  });
});
