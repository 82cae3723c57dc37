import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTemplateCompiler } from '../../../functions/adapters/mjml/compiler.ts';
import type { TemplatePiece } from '../../../functions/domain/letters/template.ts';
import { MAIL_BLOCKS } from '../../../functions/domain/letters/template-blocks.ts';
import { formatProblem, type Problem } from '../../../functions/domain/problem.ts';
import { readWords } from '../../support/builders/words.ts';

const TEMPLATES = new URL('../../../templates', import.meta.url).pathname;
const compiled = createTemplateCompiler(TEMPLATES).compile();

const marksIn = (pieces: readonly TemplatePiece[]): string[] =>
  pieces.flatMap((piece) => (typeof piece === 'object' && 'mark' in piece ? [piece.mark] : []));
const literalsIn = (pieces: readonly TemplatePiece[]): string =>
  pieces.filter((piece) => typeof piece === 'string').join('');

describe('the templates of this publication', () => {
  it('compile without a problem into every block there is', async () => {
    const { mail, problems } = await compiled;
    expect(problems).toEqual([]);
    expect(Object.keys(mail.templates).toSorted()).toEqual(Object.keys(MAIL_BLOCKS).toSorted());
  });

  it('use only words that exist', async () => {
    const words = readWords('en');
    const { templates } = (await compiled).mail;
    const used = Object.values(templates)
      .flatMap(({ html, text }) => [...marksIn(html), ...marksIn(text)])
      .filter((mark) => mark.includes('.'));
    expect(used).toContain('letter.unsubscribe');
    expect(used.filter((mark) => !(mark in words))).toEqual([]);
  });

  it('load nothing: no font, no image, no style from elsewhere', async () => {
    const { templates } = (await compiled).mail;
    const html = Object.values(templates)
      .map((t) => literalsIn(t.html))
      .join('\n');
    const urls = html.match(/https?:\/\/[^\s"'<>]+/g) ?? [];
    // Namespaces are names.
    expect(urls.filter((url) => url !== 'http://www.w3.org/1999/xhtml')).toEqual([]);
    expect(html).not.toMatch(/@import|url\(|<link|<script/);
  });

  it('keep the tables and conditions that Outlook needs, balanced in every block', async () => {
    const { templates } = (await compiled).mail;
    for (const [name, { html }] of Object.entries(templates)) {
      const literal = literalsIn(html);
      const count = (pattern: RegExp) => literal.match(pattern)?.length ?? 0;
      expect([name, count(/<!--\[if/g)]).toEqual([name, count(/<!\[endif\]/g)]);
      expect([name, count(/<table/g)]).toEqual([name, count(/<\/table>/g)]);
      expect([name, count(/<div/g)]).toEqual([name, count(/<\/div>/g)]);
    }
    expect(literalsIn(templates['letter.items.story']!.html)).toContain('<!--[if mso | IE]><table');
  });

  it('have a style tag that Gmail takes (16 KB at most), with both colour schemes', async () => {
    const html = literalsIn((await compiled).mail.templates.letter!.html);
    const styles = [...html.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)].map((m) => m[1]!);
    expect(Math.max(...styles.map((style) => style.length))).toBeLessThan(16_000);
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
    expect(styles.join()).toContain('prefers-color-scheme: dark');
  });

  it('give inline styles to what authors write', async () => {
    const { styles } = (await compiled).mail;
    expect(styles.p).toBe('margin:0 0 16px');
    expect(styles['strong.axiom']).toBe('font-weight:700');
    expect(styles.ol).toBe(styles.ul);
  });
});

describe('a template with a mistake', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'templates-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function problemsAfter(file: string, from: string | RegExp, to: string): Promise<readonly Problem[]> {
    await cp(TEMPLATES, folder, { recursive: true });
    const source = await readFile(join(folder, file), 'utf8');
    const changed = source.replace(from, to);
    expect(changed).not.toBe(source);
    await writeFile(join(folder, file), changed);
    return (await createTemplateCompiler(folder).compile()).problems;
  }
  const lineOf = async (file: string, text: string): Promise<number> =>
    (await readFile(join(folder, file), 'utf8')).split('\n').findIndex((line) => line.includes(text)) + 1;

  it('says which mark is unknown, where, and which was meant', async () => {
    const problems = await problemsAfter('stories.mjml', '{{caption}}', '{{captoin}}');
    const line = await lineOf('stories.mjml', '{{captoin}}');
    expect(problems.map(formatProblem)).toEqual([
      `templates/stories.mjml:${line}: error: There is no {{captoin}} here. Did you mean \`caption\`?`,
    ]);
  });

  it('refuses a mark where nothing fills it, in the text too', async () => {
    const problems = await problemsAfter('letter.txt', '{{postal}}', '{{postal}} {{summary}}');
    expect(problems).toMatchObject([
      { file: 'templates/letter.txt', message: 'There is no {{summary}} here.' },
    ]);
  });

  it('says which block is missing, unknown or never ends', async () => {
    const unknown = await problemsAfter('letter.mjml', /block:signoff/g, 'block:sign-off');
    expect(unknown.map((p) => p.message)).toEqual([
      'There is no block sign-off here.',
      'There is no {{body}} here.',
      'The block letter.signoff is missing.',
    ]);
    expect(unknown[0]!.remedy).toBe('Did you mean `signoff`?');
    const open = await problemsAfter('stories.mjml', '<!-- /block:kicker -->', '');
    expect(open.map((p) => p.message)).toContain('The block kicker does not end.');
  });

  it('passes on what MJML says, with its place', async () => {
    const problems = await problemsAfter('notices.mjml', '<mj-column>', '<mj-column colour="red">');
    const line = await lineOf('notices.mjml', 'colour=');
    expect(problems.map(formatProblem)).toEqual([
      `templates/notices.mjml:${line}: error: MJML: Attribute colour is illegal. Correct it: documentation.mjml.io lists what each tag may hold.`,
    ]);
  });

  it('says which file cannot be included', async () => {
    const problems = await problemsAfter('letter.mjml', './stories.mjml', './story.mjml');
    expect(formatProblem(problems[0]!)).toBe(
      `templates/letter.mjml:${await lineOf('letter.mjml', 'story.mjml')}: error: There is no templates/story.mjml. Did you mean \`stories.mjml\`?`,
    );
  });

  it('refuses a rule that cannot be inline', async () => {
    const problems = await problemsAfter('prose.css', /^p \{/m, 'p:first-child {');
    expect(problems.map(formatProblem)).toEqual([
      `templates/prose.css:${await lineOf('prose.css', 'p:first-child')}: error: p:first-child cannot be an inline style. Write one element, or element.class, and single quotes.`,
    ]);
  });
});

it('the fingerprint changes with a source, and with nothing else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'templates-'));
  await cp(TEMPLATES, folder, { recursive: true });
  const before = (await createTemplateCompiler(folder).compile()).fingerprint;
  expect(before).toBe((await compiled).fingerprint);
  await writeFile(join(folder, 'letter.txt'), `${await readFile(join(folder, 'letter.txt'), 'utf8')}\n`);
  expect((await createTemplateCompiler(folder).compile()).fingerprint).not.toBe(before);
  await rm(folder, { recursive: true });
});
