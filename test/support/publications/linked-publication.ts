/** A publication full of headings and footnotes in several scripts, all of them linked to: built, and opened as a store for a site. */
import { build } from '../../../functions/flows/build/build.ts';
import { openRelease } from '../../../functions/flows/release/open-release.ts';
import { withArticles } from '../builders/small-build.ts';
import { aPublication } from '../builders/small-publication.ts';
import { aStore, type SmallStore } from '../builders/small-site.ts';

const HEADINGS = [
  ...[
    'How it works',
    'Setup 3',
    'Setup',
    'Setup',
    'fn1',
    'fnref1',
    'fn:1',
    'main',
    'Title',
    'Deeper',
    'x-fn1',
  ],
  ...[
    '日本語の見出し',
    'Привет, мир',
    'مرحبا بالعالم',
    'हिन्दी में',
    'Größe & Maß',
    'Cafe\u0301',
    '!!!',
    '🎉',
    '🎉',
  ],
  ...['__proto__', 'constructor', 'a'.repeat(300), '`code` & *more* [^1]', "What's next?"],
];

const WHY = '**Why it matters:** So[^1] and[^2], [below](#how-it-works), [下](#日本語の見出し).';
const REST = HEADINGS.map((text) => `## ${text}\n\nWords[^1].`).join('\n\n');
const NOTES =
  '[^1]: A note with another[^3] and [a place](#setup).\n[^2]: Two.\n[^3]: Three.\n[^4]: Never shown.';

const across = (slug: string): string =>
  [
    'how-it-works',
    'setup-2',
    'Größe-Maß',
    'grosse-mass',
    '%D0%BF%D1%80%D0%B8%D0%B2%D0%B5%D1%82-%D0%BC%D0%B8%D1%80',
  ]
    .map((place) => `[x](${slug}.md#${place}) [y](/articles/${slug}#${place})`)
    .join(' ');

const article = (title: string, other: string, keys = ''): string =>
  `---\ntitle: ${title}\ndate: 2026-11-20\ntopic: world\nsummary: In short.\n${keys}---\n${WHY} ${across(other)}\n\n<!-- more -->\n\n${REST}\n\n${NOTES}\n`;

const ITEMS = `items:
  - article: x
  - { article: a, as: brief }
  - { sponsor: acme }
  - article: a-b
  - { sponsor: acme }
  - { article: inside }
  - text: "[There](x.md#setup), [here](#heading).\\n\\n## Heading\\n\\nA[^1].\\n\\n[^1]: B."`;

const FILES: Readonly<Record<string, string>> = {
  'content/sponsors/acme.md':
    '---\nname: Acme\nurl: https://acme.example\n---\n## B how it works\n\nBuy[^1], [there](x.md#how-it-works), [here](#b-how-it-works).\n\n[^1]: Now.\n',
  'content/editions/2026-11-23-brief.md': `---\nnewsletter: brief\nsubject: S\npreheader: P\n${ITEMS}\n---\n## Hello\n\n[Hello](#hello) ${across('a')}, [old](/articles/old#setup)[^1].\n\n[^1]: Note.\n`,
};

/** All slugs are such that an id of one article, or of the page, could be one of another. */
export async function linkedPublication(): Promise<SmallStore> {
  const ports = withArticles({
    x: article('X', 'a'),
    a: article('A', 'x', 'id: old\naliases: [old]\n'),
    'a-b': `---\ntitle: AB\ndate: 2026-11-21\ntopic: world\n---\n**Why it matters:** So.\n\n## How it works\n\n[x](x.md#setup)\n`,
    go: article('Go', 'x'),
    'sign-up': article('Sign', 'go', 'corrections: [{ date: 2026-11-21, text: C. }]\n'),
    inside: article('Inside', 'x', 'access: letter\n'),
  });
  ports.content.write(
    'content/articles/a.md',
    article('A', 'x', 'id: old\naliases: [old]\n').replace('## Setup 3', '## B how it works\n\n## Setup 3'),
  );
  for (const [path, text] of Object.entries(FILES)) ports.content.write(path, text);
  const { hash, problems } = await build(ports);
  if (hash === undefined) throw new Error(problems.map((p) => `${p.file}:${p.line} ${p.message}`).join('\n'));
  const release = await openRelease(ports.out, hash);
  const entries = [...release.index.newest];
  const fragments = await Promise.all(
    entries.map(async (one) => [one.id, await release.fragment(one)] as const),
  );
  const list = await release.editions();
  const editions = await Promise.all(list.map(async ({ id }) => (await release.edition(id))!));
  return aStore({ publication: aPublication(), entries, fragments: Object.fromEntries(fragments), editions });
}
