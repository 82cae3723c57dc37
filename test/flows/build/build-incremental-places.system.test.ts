import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitIntoPacks } from '../../../functions/domain/release/article-packs.ts';
import { build } from '../../../functions/flows/build/build.ts';
import {
  articleText,
  PUBLICATION,
  type SmallBuild,
  SQUARE,
  smallBuild,
} from '../../support/builders/small-build.ts';

const NAMES = ['a', 'b', 'größe', '概要', 'e'];
/** What a link may lead to: headings that are there or not, by file and by address, and places that are no headings. */
const TARGETS = NAMES.flatMap((name) => [
  `2026-11-20-${name}.md#how-it-works`,
  `/articles/${name}#how-it-works-2`,
  `/articles/${name}#概要`,
  `/articles/old-${name}#${name}-how-it-works`,
  `/articles/${name}/?x#how-it-works`,
  `/articles/${name}#${name}-how-it-works`,
  `/articles/${name}#more`,
]);

const bodies = fc.record({
  above: fc.subarray([
    'Ferries[^1] are late.',
    '## How it works',
    '![S](images/square.svg) {credit="U"}',
    '~~No~~, yes[^2].',
  ]),
  fold: fc.boolean(),
  below: fc.shuffledSubarray(
    ['## How it works', '## 概要[^1]', '## How it works', '## Größe', 'Again[^2] and[^1].'],
    { minLength: 3 },
  ),
  links: fc.array(fc.constantFrom(...TARGETS), { maxLength: 2 }),
});
type Body = typeof bodies extends fc.Arbitrary<infer T> ? T : never;

const write = ({ above, fold, below, links }: Body): string =>
  [
    'Words.',
    ...above,
    ...links.map((href, i) =>
      i === 0 ? `A [link](${href}).` : `[![S](images/square.svg)](${href}) {credit="U"}`,
    ),
    ...(fold ? ['<!-- more -->'] : []),
    ...below,
    '[^1]: One[^2].',
    '[^2]: Two.',
  ].join('\n\n');

const edits = fc.array(
  fc.record({
    what: fc.constantFrom(
      'article',
      'article',
      'article',
      'rename',
      'remove',
      'edition',
      'sponsor',
      'welcome',
      'touch',
      'words',
    ),
    name: fc.constantFrom(...NAMES),
    body: bodies,
    more: fc.constantFrom(
      '',
      'access: letter',
      'updated: 2031-01-01',
      'updated: 2026-11-21',
      'draft: true',
      'summary: Short.',
    ),
    day: fc.integer({ min: 18, max: 22 }),
  }),
  { minLength: 1, maxLength: 6 },
);
type Edit = ReturnType<typeof edits.generate>['value'][number];

const EDITION = (body: string) =>
  `---\nnewsletter: brief\nsubject: S\npreheader: P\nitems:\n  - text: "T [l](/articles/b#how-it-works)"\n  - sponsor: acme.md\n---\n${body}\n\n<!-- items -->\n`;

const pathOf = (name: string) => `content/articles/2026-11-20-${name}.md`;
const articleOf = (name: string, body: string, more = '', date = '2026-11-20') =>
  articleText({ body, date, more: `id: ${name}\naliases: [old-${name}]\n${more}` });
const START = 'Words[^1].\n\n<!-- more -->\n\n## How it works\n\n## How it works\n\n## 概要\n\n[^1]: One.';

function apply({ content, templates }: SmallBuild, { what, name, body, more, day }: Edit): void {
  const path = pathOf(name);
  const renamed = path.replace('2026-11-20', '2026-11-20-new');
  const text = articleOf(name, write(body), more, `2026-11-${day}`);
  const known = content.paths().includes(path);
  if (what === 'article') content.write(path, text);
  else if (what === 'remove') content.remove(path);
  else if (what === 'rename' && known) {
    content.write(renamed, articleOf(name, START).replace('[old-', `[${name}, old-`));
    content.remove(path);
  } else if (what === 'touch' && known) content.write(path, text);
  else if (what === 'edition') content.write('content/editions/e.md', EDITION(write(body)));
  else if (what === 'sponsor')
    content.write(
      'content/sponsors/acme.md',
      `---\nname: A\nurl: https://a.example\n---\n${write({ ...body, fold: false })}\n`,
    );
  else if (what === 'welcome')
    content.write('content/welcome.md', `---\nsubject: Hello\n---\n${write({ ...body, fold: false })}\n`);
  else if (what === 'words') templates.write('templates/site/10-base.css', `body { margin: ${day}px }`);
}

/** The name of an article behind `name` that ends a pack, so that each text has a pack of its own. */
function borderAfter(name: string): string {
  const endsPack = (n: number) =>
    splitIntoPacks([{ path: pathOf(`${name}0${n}`) }, { path: 'z' }]).length === 2;
  let n = 0;
  while (!endsPack(n)) n++;
  return `${name}0${n}`;
}

/** The content before the first edit: all articles, so that most links lead somewhere. */
function begin(): SmallBuild {
  const ports = smallBuild();
  ports.content.write('content/publication.yaml', PUBLICATION);
  ports.content.write('content/images/square.svg', SQUARE);
  ports.content.write('content/sponsors/acme.md', '---\nname: A\nurl: https://a.example\n---\nWords.\n');
  for (const name of NAMES) {
    ports.content.write(pathOf(name), articleOf(name, START));
    ports.content.write(pathOf(borderAfter(name)), articleText());
  }
  return ports;
}

describe('an incremental build of texts that lead to each other', () => {
  it('leaves what a cold build makes, byte for byte, after any edits, sound or not', async () => {
    let sound = 0;
    const property = fc.asyncProperty(fc.array(edits, { minLength: 1, maxLength: 5 }), async (rounds) => {
      const ports = begin();
      for (const round of [[], ...rounds]) {
        for (const edit of round) apply(ports, edit);
        const warm = await build(ports);
        const coldPorts = smallBuild(ports.content, ports.templates);
        const cold = await build(coldPorts);
        expect(warm.problems).toEqual(cold.problems);
        expect(warm.hash).toBe(cold.hash);
        if (cold.hash === undefined) continue;
        sound++;
        for (const [key, bytes] of coldPorts.out.kept) expect(ports.out.kept.get(key), key).toEqual(bytes);
      }
    });
    await fc.assert(property, { numRuns: Number(process.env.PROPERTY_RUNS ?? 25) });
    expect(sound).toBeGreaterThan(10);
  });
});
