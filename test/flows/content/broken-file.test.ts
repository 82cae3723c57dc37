import { describe, expect, it } from 'vitest';
import { createMarkdown } from '../../../functions/adapters/markdown-it/markdown.ts';
import type { Markdown } from '../../../functions/domain/content/markdown.ts';
import { formatProblem } from '../../../functions/domain/problem.ts';
import { build } from '../../../functions/flows/build/build.ts';
import { articleText, smallBuild } from '../../support/builders/small-build.ts';

/** The real one, which a text with this word in it breaks. */
function breakable(): Markdown {
  const markdown = createMarkdown();
  return {
    render(body, options) {
      if (body.includes('unspeakable')) throw new RangeError('Invalid string length');
      return markdown.render(body, options);
    },
  };
}

const EDITION =
  '---\nnewsletter: brief\nsubject: Hello\npreheader: More\nid: one\n---\nAn unspeakable intro.\n';
const SPONSOR = '---\nname: Acme\nurl: https://acme.example/\n---\nAn unspeakable offer.\n';

describe('a file that breaks what reads it', () => {
  it.each([
    ['content/articles/b.md', articleText({ body: 'An unspeakable body.' })],
    ['content/editions/one.md', EDITION],
    ['content/sponsors/acme.md', SPONSOR],
  ])('is a problem of that file, and the others are read', async (path, text) => {
    const ports = { ...smallBuild(), markdown: async () => breakable() };
    ports.content.write('content/articles/a.md', articleText());
    ports.content.write(path, text);
    ports.content.write('content/articles/c.md', articleText({ topic: 'nowhere' }));
    const { hash, problems } = await build(ports);
    const errors = problems.filter(({ level }) => level === 'error').map(formatProblem);
    expect(hash).toBeUndefined();
    expect(errors).toContain(
      `${path}:1: error: Broadsheet fails at this file (RangeError: Invalid string length). Please report this, with the file; until it is mended, move the file away.`,
    );
    expect(errors).toContainEqual(expect.stringContaining('There is no topic `nowhere`'));
    ports.content.remove(path);
    ports.content.remove('content/articles/c.md');
    expect((await build(ports)).hash).toBeDefined();
  });
});
