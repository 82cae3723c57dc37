import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createImages } from '../../functions/adapters/sharp/images.ts';
import type { Problem } from '../../functions/domain/problem.ts';
import { BODY_BOMBS, YAML_BOMBS } from '../support/builders/content-bombs.ts';
import { article, body, edition, line, publication, sponsor } from '../support/builders/hostile-content.ts';
import { MARK } from '../support/builders/hostile-snippets.ts';
import { rounds } from '../support/builders/rounds.ts';
import { articleText, PUBLICATION } from '../support/builders/small-build.ts';
import { TEST_PUBLICATION } from '../support/builders/test-publication.ts';
import { descendants, readHtml } from '../support/probes/read-html.ts';
import { childrenOf, readXml, type XmlElement } from '../support/probes/read-xml.ts';
import { BASE, buildOf, type Files, folder, type Shown, showAll } from './processes/hostile-world.ts';

/** Far more than a file of this size takes, on a machine that does something else besides. */
const PATIENCE = 20_000;

const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8"/></svg>';
const EDITION = `---
newsletter: brief
subject: Monday
preheader: Wind.
sendAt: 2026-11-23T06:30
items:
  - { article: one, as: whole }
  - article: two
  - sponsor: acme.md
---
Good morning.
`;
const QUIET: Files = {
  'content/publication.yaml': PUBLICATION,
  'content/articles/one.md': articleText(),
  'content/articles/two.md': articleText({ title: 'Two', topic: 'business' }),
  'content/editions/2026-11-23-brief.md': EDITION,
  'content/sponsors/acme.md': '---\nname: Acme\nurl: https://acme.example\n---\nBuy.\n',
  'content/images/a.svg': SVG,
};

function expectTold(problems: readonly Problem[], files: Files): void {
  for (const { file, line, message, remedy } of problems) {
    expect(Object.keys(files)).toContain(file);
    const lines = Buffer.from(files[file]!)
      .toString('utf8')
      .split(/\r\n|\r|\n/).length;
    expect([message, Number.isInteger(line) && line >= 1 && line <= lines]).toEqual([message, true]);
    for (const text of [message, remedy]) expect(text).not.toMatch(/^$|\bundefined\b|\[object|\bNaN\b/);
  }
}

const OURS = /^\/assets\/preview\.[\w-]+\.js$/;
const REFUSED = /^(script|iframe|object|embed|base|frame|applet|style|foreignObject|x-inject)$/i;
/** Of ours, or of the web, or of mail: no scheme that does anything. */
const LEADS = /^(https?:\/\/|mailto:|tel:|[/#?]|$)/i;

function expectHarmless(elements: readonly XmlElement[], where: string): void {
  for (const { name, attributes, text } of elements) {
    const isOurs =
      name === 'script' && (attributes.type === 'application/ld+json' || OURS.test(attributes.src ?? ''));
    if (isOurs && attributes.type) expect(() => JSON.parse(text)).not.toThrow();
    if (!isOurs) expect([where, name]).toEqual([where, expect.not.stringMatching(REFUSED)]);
    for (const [attribute, value] of Object.entries(attributes)) {
      expect([where, attribute]).toEqual([where, expect.not.stringMatching(/^(on|style|srcdoc|x-inject)/i)]);
      if (/^(href|src|action|formaction|poster|data)$/.test(attribute))
        expect([where, value]).toEqual([where, expect.stringMatching(LEADS)]);
    }
  }
}

/** The HTML that a feed carries as text. */
const expectBody = (html: string, where: string): void =>
  expectHarmless(descendants(readHtml(`<div>${html}</div>`)), where);

const BODIES = /(^|\})(encoded|content|description|summary)$/;
function expectFeed(body: string, where: string): void {
  const feed = readXml(body);
  for (const element of descendants(feed)) {
    const isHtml = element.name.endsWith('}encoded') || element.attributes.type === 'html';
    if (BODIES.test(element.name) && isHtml) expectBody(element.text, where);
    for (const link of childrenOf(element, 'link')) expect(link.text).toMatch(LEADS);
  }
}

function expectJsonFeed(body: string, where: string): void {
  const { items } = JSON.parse(body) as { items: { url: string; content_html: string }[] };
  for (const { url, content_html } of items) {
    expect(url.startsWith(BASE)).toBe(true);
    expectBody(content_html, where);
  }
}

/** Made for mail clients, with comments for one of them: read tag by tag. */
function expectLetter(html: string, where: string): void {
  expect([where, html.includes(`<${MARK}`), /<script|<iframe/i.test(html)]).toEqual([where, false, false]);
  for (const [tag] of html.matchAll(/<[a-z][^>]*>/gi)) {
    const bare = tag.replaceAll(/"[^"]*"/g, '""');
    expect([where, bare]).toEqual([where, expect.not.stringMatching(/\son\w+=|x-inject/i)]);
    for (const [, to] of tag.matchAll(/ (?:href|src)="([^"]*)"/g))
      expect([where, to]).toEqual([where, expect.stringMatching(LEADS)]);
  }
}

function expectSafe({ path, status, type, body }: Shown): void {
  expect([path, status < 500]).toEqual([path, true]);
  if (type === 'letter') expectLetter(body, path);
  else if (/json/.test(type)) expectJsonFeed(body, path);
  else if (/xml|opml/.test(type)) expectFeed(body, path);
  else if (/html/.test(type) && body) expectHarmless(descendants(readHtml(body)), path);
}

/** How much of what is thrown at it becomes a release, so that nobody takes a wall of errors for safety. */
const built = { yes: 0, no: 0 };

async function expectBuilt(files: Files): Promise<boolean> {
  const since = performance.now();
  const { ports, result } = await buildOf(files);
  expect(performance.now() - since).toBeLessThan(PATIENCE);
  expectTold(result.problems, files);
  const turned = Object.fromEntries(Object.entries(files).reverse());
  const again = await buildOf(turned);
  expect(again.result).toEqual(result);
  built[result.hash ? 'yes' : 'no']++;
  if (result.hash === undefined) return false;
  for (const one of await showAll(ports, result.hash)) expectSafe(one);
  return true;
}

const either = (text: fc.Arbitrary<string>, quiet: string | Uint8Array) =>
  fc.oneof({ weight: 1, arbitrary: text }, { weight: 2, arbitrary: fc.constant(quiet) });
const hostile: fc.Arbitrary<Files> = fc
  .record({
    'content/publication.yaml': either(publication, QUIET['content/publication.yaml']!),
    'content/articles/one.md': article,
    'content/articles/two.md': either(article, QUIET['content/articles/two.md']!),
    'content/editions/2026-11-23-brief.md': either(edition, EDITION),
    'content/sponsors/acme.md': either(sponsor, QUIET['content/sponsors/acme.md']!),
  })
  .map((files) => ({ ...QUIET, ...files }));

/** The test publication, with the smallest pictures there are. */
async function withSmallPictures(): Promise<Files> {
  const [webp] = await createImages().encode(Buffer.from(SVG), [
    { width: 8, height: undefined, format: 'webp' },
  ]);
  const small = (path: string, bytes: Buffer) =>
    path.endsWith('.webp') ? webp! : path.endsWith('.svg') ? Buffer.from(SVG) : bytes;
  return Object.fromEntries(
    Object.entries(folder(TEST_PUBLICATION, 'content')).map(([path, bytes]) => [path, small(path, bytes)]),
  );
}
const WHOLE = await withSmallPictures();
const TEXTS = Object.keys(WHOLE).filter((path) => /\.(md|yaml)$/.test(path));
const FIRST = ['content/publication.yaml', 'content/editions/2026-11-23-brief.md'];

/** As a slip, a merge or a broken disk leaves it: bytes cut, put in, or said again. */
const harm = fc.record({
  path: fc.oneof(fc.constantFrom(...FIRST), fc.constantFrom(...TEXTS)),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.constantFrom(0, 0, 1, 2, 30, 400),
  put: fc.oneof(
    line,
    body,
    fc.uint8Array({ maxLength: 4 }),
    fc.constantFrom('\n', ':', '"', '- ', '\t', '\r'),
  ),
});
const harmed = fc.array(harm, { minLength: 1, maxLength: 3 }).map((harms) => {
  const files: Record<string, string | Uint8Array> = { ...WHOLE };
  for (const { path, at, cut, put } of harms) {
    const bytes = Buffer.from(files[path]!);
    const place = Math.floor(at * bytes.length);
    files[path] = Buffer.concat([bytes.subarray(0, place), Buffer.from(put), bytes.subarray(place + cut)]);
  }
  return files;
});

describe('whatever stands in content', () => {
  it('becomes a release that is safe to show and the same twice, or problems with their places', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (files) => void (await expectBuilt(files))),
      rounds(120, 3000),
    );
    // Half of it at least is shown.
    expect(built.yes).toBeGreaterThan(built.no / 2);
  });

  it('whatever happened to the test publication’s files, neither', async () => {
    expect(await expectBuilt(WHOLE)).toBe(true);
    await fc.assert(
      fc.asyncProperty(harmed, async (files) => void (await expectBuilt(files))),
      rounds(30, 800),
    );
  });

  it.each(BODY_BOMBS)('is read in little time: a body of %s', async (_, text) => {
    const bombed = {
      'content/articles/one.md': articleText({ body: text }),
      'content/sponsors/acme.md': `---\nname: A\nurl: https://a.example\n---\n${text}`,
    };
    await expectBuilt({ ...QUIET, ...bombed });
  });

  it.each(YAML_BOMBS)('is read in little time: front matter of %s', async (_, more) => {
    const publication = `${PUBLICATION}${more}\n`;
    await expectBuilt({ ...QUIET, 'content/articles/one.md': articleText({ more }) });
    await expectBuilt({ ...QUIET, 'content/publication.yaml': publication });
  });
});
