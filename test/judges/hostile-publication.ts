/** A publication that breaks careless programs and is legal all the same: any script, any length, and nothing where others have much. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const PUBLICATION = (language: string) => `id: hostile-paper
title: 'The <b>Paper</b> & ]]> its "Quotes"'
description: 'What <i>matters</i> & what does not: ]]> 1 < 2.'
language: ${language}
timezone: Asia/Kathmandu
from: The Paper <letters@paper.example>
postalAddress: ['1 <Quay> & Sons']
accent: '#005f73'
topics:
  - { id: plain, name: 'Plain & <simple>' }
  - { id: long, name: Donaudampfschifffahrtsgesellschaftskapitänsmützenangelegenheiten }
  - { id: empty, name: Nothing yet }
newsletters:
  - { id: daily, name: 'The <Daily>', description: 'All & sundry.', kind: digest, schedule: 'daily at 07:00', default: true }
`;

type Keys = Readonly<Record<string, unknown>>;

const article = (keys: Keys, body: string): string =>
  `---\n${Object.entries(keys)
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
    .join('')}---\n${body}\n`;

const LONG_WORD = 'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz';

/** Title, and body. The dates go back from 23 November 2026, a day each; the topics take turns. */
const ARTICLES: readonly (readonly [title: string, body: string, keys?: Keys])[] = [
  ['The `<video>` tag replaces <embed>, x < y & ]]>', 'It `<b>` is **bold**: `]]>` and &lt;i&gt; stay text.'],
  [
    '見出しの「重要」について',
    'これは**「重要」**です。\n\n## 概要\n\n本文です。\n続きの行です。\n\n## 概要\n\n終わり。',
  ],
  ['العنوان مع Latin و123', '**لماذا يهم:** نص عربي مع `code` ورقم 42.\n\n- واحد\n- اثنان\n\n> اقتباس'],
  ['כותרת בעברית', 'פסקה ראשונה עם English באמצע.\n\n| א | ב |\n|---|---:|\n| תא | 12 |'],
  [LONG_WORD.repeat(2), `${LONG_WORD.repeat(6)}\n\n\`${'x'.repeat(300)}\``],
  ['Only a list', '- one\n- two\n  - two and a half\n- three'],
  ['Only code', '```\n<script>alert("]]>")</script>\n\ttab & amp\n```'],
  ['Only a picture', '![A quay at night](images/quay.svg "Caption <b> & more") {credit="A & B"}'],
  [
    'Notes upon notes',
    'One[^1], two[^two], one again[^1].\n\n## fn1\n\n## main\n\n[^1]: First *note*.\n[^two]: Second.\n\n    With a paragraph.',
  ],
  [
    'Setup',
    '## Setup 3\n\na\n\n## Setup\n\nb\n\n## Setup\n\nc\n\n## __proto__\n\n## constructor\n\n## !!!\n\nd',
  ],
  ['A wide table', `|${' head |'.repeat(9)}\n|${'---|'.repeat(9)}\n|${' UTC+12:45 |'.repeat(9)}`],
  [
    '👩‍👩‍👧 🇺🇳 astral 𝒳 and a combining e\u0301',
    'Emoji 👩‍👩‍👧 in the text, U+2028 (\u2028) and a soft\u00adhyphen.',
  ],
  [
    'Above and below',
    'The brief[^a].\n\n<!-- more -->\n\nThe rest[^b], only in letters.\n\n[^a]: Above.\n[^b]: Below.',
    { access: 'letter' },
  ],
  [
    'Corrected twice',
    'Text.',
    {
      corrections: [
        { date: '2026-11-22 09:00', text: 'It was <six> & not seven.' },
        { date: '2026-11-23', text: 'Nor eight ]]>.' },
      ],
    },
  ],
  [
    'From elsewhere',
    'Text.',
    {
      canonical: 'https://other.example/a?b=c&d=%C3%A9',
      authors: ['A & B <c>', 'Ελένη', '李 明'],
      tags: ['<tag>', 'a&b', 'ä ö'],
    },
  ],
  [
    'With a picture',
    'Text with a lead picture.',
    {
      image: { src: 'images/quay.svg', alt: 'A "quay" <at> night & day', caption: 'C <b>', credit: 'D & E' },
    },
  ],
  ['Quotations and rules', '> a\n>\n> > b\n\n---\n\n1. one\n2. two\n\n**Zoom in:** x\n\nline  \nbreak'],
  [
    'Links',
    '[in](/archive), [out](https://x.example/?a=b&c="d"), [mail](mailto:a@b.example), [below](#end)\n\n## End\n\nz',
  ],
  ['Emphasis *in* a title', `***both*** **a*b*c** _d_ \\*escaped\\* &copy; &#x1F600;`],
  ['ไทยและขอม', 'ข้อความภาษาไทยไม่มีช่องว่างระหว่างคำ'],
];

const TO_COME = ['Secret of tomorrow', 'UNRELEASED-WORDS stay unread until their time.'] as const;
const QUAY =
  '<svg xmlns="http://www.w3.org/2000/svg" width="800" height="500"><rect width="800" height="500" fill="#246"/></svg>';

/** The words that no answer may hold before 2030. */
export const UNRELEASED = /UNRELEASED-WORDS|Secret of tomorrow/;

/** Writes the publication into a folder of its own and returns the path of content/. */
export function writeHostilePublication(language = 'en'): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'hostile-')), 'content');
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write('publication.yaml', PUBLICATION(language));
  write('images/quay.svg', QUAY);
  for (const [i, [title, body, more]] of ARTICLES.entries()) {
    const date = new Date(Date.UTC(2026, 10, 23) - i * 86_400_000).toISOString().slice(0, 10);
    const topic = i % 2 === 0 ? 'plain' : 'long';
    write(`articles/${date}-story-${i}.md`, article({ title, date, topic, ...more }, body));
  }
  write(
    'articles/2030-01-01-later.md',
    article({ title: TO_COME[0], date: '2030-01-01', topic: 'plain' }, TO_COME[1]),
  );
  return folder;
}
