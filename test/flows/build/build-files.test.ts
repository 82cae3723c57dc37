import { describe, expect, it } from 'vitest';
import { formatProblem } from '../../../functions/domain/problem.ts';
import { build } from '../../../functions/flows/build/build.ts';
import { openRelease } from '../../../functions/flows/release/open-release.ts';
import { articleText, type SmallBuild, withArticles } from '../../support/builders/small-build.ts';

const linked = (body: string) => withArticles({ '2026-11-20-harbour': articleText({ body }) });

async function builtWith(ports: SmallBuild) {
  const { hash, problems } = await build(ports);
  const release = hash ? await openRelease(ports.out, hash) : undefined;
  const entry = release?.index.newest[0];
  return {
    problems: problems.map(formatProblem).join('\n'),
    fragment: entry && (await release?.fragment(entry)),
    media: [...ports.out.kept.keys()].filter((key) => /^media\/.*\.(pdf|csv)$/.test(key)),
  };
}

describe('a file of content/files/', () => {
  it('is linked under a name of its content, with kind and size, and shipped', async () => {
    const ports = linked('See [the plan](../files/plan.pdf#page=2) now.');
    ports.content.write('content/files/plan.pdf', 'x'.repeat(2000));
    ports.content.write('content/files/unused.pdf', 'unused');
    const { fragment, media, problems } = await builtWith(ports);
    expect(problems).not.toContain('error');
    expect(media).toHaveLength(1);
    expect(fragment?.files).toEqual(media);
    expect(fragment?.html).toContain(`${media[0]}#page=2"`);
    expect(fragment?.html).toContain('the plan</a> (PDF, 2 kB)');
    expect(fragment?.text).toMatch(/the plan \(PDF, 2 kB: .*\.pdf#page=2\) now\./);
  });

  it('that changes is read again by the articles that link to it, and by no other', async () => {
    const ports = linked('See [the plan](files/plan.pdf).');
    ports.content.write('content/files/plan.pdf', 'one');
    const before = await builtWith(ports);
    ports.content.write('content/files/plan.pdf', 'two');
    const after = await builtWith(ports);
    expect(after.fragment?.files).not.toEqual(before.fragment?.files);
    ports.content.write('content/files/other.pdf', 'three');
    expect((await build(ports)).stats.rendered).toBe(0);
  });

  it.each([
    ['[a](files/plna.pdf)', 'There is no file `content/files/plna.pdf`. Did you mean `files/plan.pdf`?'],
    ['[a](files/page.html)', '`files/page.html` is of a kind of file that is not served.'],
    ['[a](files/empty.csv)', 'content/files/empty.csv:1: error: The file is empty.'],
  ])('that cannot be served is an error: %s', async (body, problem) => {
    const ports = linked(body);
    ports.content.write('content/files/plan.pdf', 'plan');
    ports.content.write('content/files/page.html', '<script>');
    if (body.includes('empty')) ports.content.write('content/files/empty.csv', '');
    expect((await builtWith(ports)).problems).toContain(problem);
  });

  it('may be linked to by a welcome, an edition and a sponsor', async () => {
    const ports = linked('Ferries are back.');
    for (const name of ['a', 'b', 'c']) ports.content.write(`content/files/${name}.csv`, name);
    ports.content.write('content/welcome.md', 'Hi. [A](files/a.csv)');
    ports.content.write(
      'content/sponsors/acme.md',
      '---\nname: Acme\nurl: https://acme.example\n---\n[B](files/b.csv)',
    );
    const items = 'items:\n  - sponsor: acme\n  - article: harbour';
    const edition = `---\nnewsletter: brief\nsubject: Today\n${items}\n---\n[C](files/c.csv)`;
    ports.content.write('content/editions/2026-11-21-brief.md', edition);
    const { media, problems } = await builtWith(ports);
    expect(problems).not.toContain('error');
    expect(media.map((key) => key[6]).sort()).toEqual(['a', 'b', 'c']);
  });

  it('is the recording of an article, and shipped with it', async () => {
    const more = 'audio:\n  src: files/talk.mp3\n  duration: 12:34';
    const ports = withArticles({ '2026-11-20-harbour': articleText({ more }) });
    ports.content.write('content/files/talk.mp3', 'sound');
    const { hash } = await build(ports);
    const { audio } = (await openRelease(ports.out, hash!)).index.newest[0]!;
    expect(audio).toMatchObject({ type: 'audio/mpeg', bytes: 5, seconds: 754 });
    expect(ports.out.kept.has(audio!.href.slice(1))).toBe(true);
  });
});
