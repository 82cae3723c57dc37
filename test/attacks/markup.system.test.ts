/** Read by an HTML parser that is not ours, as browsers read: what our own strict reader takes for text might be an element there. */
import { type DefaultTreeAdapterTypes, parse, parseFragment } from 'parse5';
import { describe, expect, it } from 'vitest';
import { PUBLICATION } from '../support/builders/small-build.ts';
import { descendants } from '../support/probes/read-html.ts';
import { readXml } from '../support/probes/read-xml.ts';
import { buildOf, type Files, type Shown, showAll } from '../torture/processes/hostile-world.ts';

const MARK = 'x-inject';
const PAYLOADS = [
  `<script>${MARK}</script>`,
  `"><img src=x onerror=${MARK}>`,
  `'"--></style></script><svg/onload=${MARK}>`,
  `</title><iframe srcdoc="<script>${MARK}</script>">`,
  `<svg><style><img src=x onerror=${MARK}></style></svg>`,
  `<math><mtext></form><form><mglyph><style></math><img src onerror=${MARK}>`,
  `<noscript><p title="</noscript><img src=x onerror=${MARK}>">`,
  `]]><${MARK}>--!><![CDATA[<${MARK}>`,
  `&lt;${MARK}&gt;&#60;${MARK}&#62;&amp;lt;${MARK}&amp;gt;`,
  `<${MARK} style="behavior:url(x)" onmouseover=x>`,
  ...[`<a href="javascript:${MARK}">x</a>`, `<base href=//evil.example><${MARK}>`, `<!--><${MARK}>`],
  ...[`<template><${MARK}></template>`, `<plaintext><${MARK}>`, `<textarea></textarea><${MARK}>`],
  ...[
    `<form action=//evil.example><button>${MARK}`,
    `<meta http-equiv=refresh content=0;url=//evil.example>`,
  ],
  ...[
    `<object data=//evil.example>`,
    `<embed src=//evil.example>`,
    `<link rel=stylesheet href=//evil.example>`,
  ],
  ...[`<details open ontoggle=${MARK}>`, `<video><source onerror=${MARK}>`, `<xmp><${MARK}></xmp><${MARK}>`],
  ...[
    `<table><td background="javascript:${MARK}"><${MARK}>`,
    `<${MARK}/onfocus=x autofocus>`,
    `\`<${MARK}>\``,
  ],
  ...[`<![if !mso]><${MARK}><![endif]>`, `<!--[if mso]><${MARK}><![endif]-->`, `{{<${MARK}>}}\${<${MARK}>}`],
  ...[
    `<frameset onload=${MARK}>`,
    `<${MARK}\u2028onclick=x>`,
    `＜${MARK}＞<${MARK}>`,
    `<a target=_top><${MARK}>`,
  ],
];
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8"/></svg>';

/** The payload in every place where a text may stand. */
function filesWith(payload: string): Files {
  const text = JSON.stringify(payload);
  const picture = `{ src: images/a.svg, alt: ${text}, caption: ${text}, credit: ${text} }`;
  const body = [
    ...[
      payload,
      `## ${payload}`,
      `- ${payload}`,
      `> ${payload}`,
      `| a |\n|---|\n| ${payload.replaceAll('|', '')} |`,
    ],
    ...[
      `**${payload}**`,
      `[${payload}](https://x.example "t")`,
      `\`\`\`${payload}\n${payload}\n\`\`\``,
      `a[^1]\n\n[^1]: ${payload}`,
    ],
    `![${payload.replaceAll(/[[\]\\]/g, '')}](images/a.svg)`,
  ].join('\n\n');
  const article = (id: string, more: string) =>
    `---\nid: ${id}\ntitle: ${text}\ndate: 2026-11-20T07:00\ntopic: world\nauthors: [${text}]\ntags: [${text}]\nsummary: ${text}\n${more}\n---\n${body}\n`;
  return {
    'content/publication.yaml': PUBLICATION.replace('The Small Paper\nd', `${text}\nd`)
      .replace('A paper for tests.', text)
      .replace('[1 Test Lane]', `[${text}]`)
      .replace('name: World', `name: ${text}`)
      .replace('name: Brief, description: Edited.', `name: ${text}, description: ${text}`),
    'content/articles/one.md': article(
      'one',
      `image: ${picture}\ncorrections: [{ date: 2026-11-21, text: ${text} }]`,
    ),
    'content/articles/two.md': article('two', `withdrawn: { date: 2026-11-22, note: ${text} }`),
    'content/editions/2026-11-23-brief.md': `---\nnewsletter: brief\nsubject: ${text}\npreheader: ${text}\nsendAt: 2026-11-23T06:30\nitems:\n  - { article: one, as: whole, label: ${text} }\n  - sponsor: acme.md\n  - { text: ${text}, label: ${text} }\n---\n${payload}\n\n<!-- items -->\n\n${payload}\n`,
    'content/sponsors/acme.md': `---\nname: ${text}\nurl: https://acme.example/?a=${encodeURIComponent(payload)}\n---\n${payload}\n`,
    'content/images/a.svg': SVG,
  };
}

type Node = DefaultTreeAdapterTypes.Node;
function* elements(node: Node): Generator<DefaultTreeAdapterTypes.Element> {
  if ('tagName' in node) yield node;
  if ('content' in node) yield* elements(node.content);
  if ('childNodes' in node) for (const child of node.childNodes) yield* elements(child);
}

const NEVER =
  /^(iframe|object|embed|base|frame|frameset|applet|plaintext|xmp|template|math|svg|textarea|x-inject.*)$/;
const LEADS = /^(https?:\/\/(?!evil)|mailto:|tel:|[#?]|\/(?!\/)|cid:|$)/i;

/** `whole`: a page or a letter of ours, which has scripts, styles and forms; else a text of a feed, which has none. */
function expectHarmless(root: Node, where: string, whole: boolean): void {
  for (const { tagName, attrs, childNodes } of elements(root)) {
    const of = Object.fromEntries(attrs.map(({ name, value }) => [name, value]));
    expect([where, tagName]).toEqual([where, expect.not.stringMatching(NEVER)]);
    if (!whole)
      expect([where, tagName]).toEqual([
        where,
        expect.not.stringMatching(/^(script|style|form|meta|link|video)$/),
      ]);
    if (tagName === 'script' && of.type !== 'application/ld+json') expect(of.src).toMatch(/^\/assets\//);
    if (tagName === 'script' && of.type)
      JSON.parse(childNodes.map((n) => ('value' in n ? n.value : '')).join(''));
    if (tagName === 'meta')
      expect([where, of.content ?? '']).toEqual([where, expect.not.stringMatching(/^0;url/)]);
    for (const { name, value } of attrs) {
      expect([where, name]).toEqual([
        where,
        expect.not.stringMatching(/^(on|srcdoc|x-inject|autofocus|formaction)/),
      ]);
      if (/^(href|src|action|data|background|poster)$/.test(name))
        expect([where, value]).toEqual([where, expect.stringMatching(LEADS)]);
    }
  }
}

/** RFC 4287 §3.1.1: text, unless it says that it is HTML. */
const isHtml = (name: string, type?: string) => name.endsWith('content/}encoded') || type === 'html';
function expectSafe({ path, type, body }: Shown): void {
  if (type === 'letter' || /html/.test(type)) expectHarmless(parse(body), path, true);
  else if (/json/.test(type))
    for (const item of (JSON.parse(body) as { items: { content_html?: string }[] }).items)
      expectHarmless(parseFragment(item.content_html ?? ''), path, false);
  else if (/xml|opml/.test(type))
    for (const { name, attributes, text } of descendants(readXml(body)))
      if (isHtml(name, attributes.type))
        expectHarmless(parseFragment(text), `${name} ${JSON.stringify(attributes)} of ${path}`, false);
}

describe('what is written in content', () => {
  it('is text to an HTML parser of others, in pages, letters, feeds and what is said to search engines', async () => {
    const refused: string[] = [];
    for (const payload of PAYLOADS) {
      const { ports, result } = await buildOf(filesWith(payload));
      if (!result.hash) {
        refused.push(payload);
        continue;
      }
      const shown = await showAll(ports, result.hash);
      expect(shown.length).toBeGreaterThan(15);
      for (const one of shown) expectSafe({ ...one, path: `${one.path} with ${payload}` });
    }
    // Comments that are none of ours.
    expect(refused).toEqual(PAYLOADS.filter((payload) => payload.startsWith('<!--')));
  });
});
