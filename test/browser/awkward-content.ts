/** A German publication whose words and pictures are awkward to lay out: long compounds, long addresses, pictures of any shape. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import sharp from 'sharp';

/** 63 letters, once a word of German law. */
export const LONG_WORD = 'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz';
const LONG_URL = `https://example.org/${'sehr-langer-pfad-'.repeat(8)}ohneumbruch${'x'.repeat(60)}`;

const SHAPES = {
  breit: [4000, 600],
  hoch: [900, 1350],
  quer: [1600, 1000],
  quadrat: [1200, 1200],
  winzig: [200, 150],
} as const;

const HEADLINES = [
  'Geschwindigkeitsbegrenzung am Hafen kommt',
  `${LONG_WORD} tritt in Kraft`,
  'Lentokonesuihkuturbiinimoottoriapumekaanikkoaliupseerioppilas erzählt',
  'Kraftfahrzeughaftpflichtversicherung wird teurer',
  'Kurz',
  'Donaudampfschifffahrtsgesellschaftskapitänswitwenrente bleibt',
  'Das 42-Kilometer-Straßenbahnlinienverlängerungsprojekt',
];

const publication = (topics: readonly string[]) => `id: hafenblatt
title: Norddeutscherhafenwirtschaftsnachrichtenanzeiger
description: Nachrichten für Hafenarbeiterinnen und ${LONG_WORD}sfreunde.
language: de
timezone: Europe/Berlin
from: Hafenblatt <post@hafenblatt.example>
replyTo: post@hafenblatt.example
postalAddress: [Hafenblatt, Donaudampfschifffahrtsgesellschaftskapitänsstraße 1, 20457 Hamburg]
editors: [Anna <anna@hafenblatt.example>]
accent: "#0a6e5c"
topics:
${topics.map((name, i) => `  - { id: thema-${i}, name: ${name} }`).join('\n')}
newsletters:
  - id: morgen
    name: Morgennachrichtenzusammenfassungsbrief
    description: Was im Hafen über Nacht geschah, samt ${LONG_WORD}.
    kind: edited
    schedule: weekdays at 07:00
    default: true
`;

const article = (n: number, picture: string | undefined) => `---
title: ${HEADLINES[n % HEADLINES.length]}
date: 2026-11-${String(23 - (n % 20)).padStart(2, '0')}T0${n % 9}:30
topic: thema-0
authors: [Anna-Karolina Freifrau von Hohenlohe-Waldenburg-Schillingsfürst, ${LONG_WORD.slice(0, 45)}]
tags: [${LONG_WORD}, Hafen]
summary: Die ${LONG_WORD}sdebatte geht weiter, und niemand weiß, wie lange.
corrections:
  - { date: 2026-11-24, text: "Das ${LONG_WORD} heißt so." }
${picture === undefined ? '' : `image:\n  src: images/${picture}\n  alt: Ein Bild\n  credit: ${LONG_WORD}\n`}---

Der Satz, mit dem alles anfängt, ist so lang wie ein gewöhnlicher Satz am Anfang eines Artikels in einer Zeitung.

Das ${LONG_WORD} gilt. Mehr steht unter <${LONG_URL}> und in \`${'code_'.repeat(20)}\`, wie gewöhnlich. Danach folgt noch ein Satz von mittlerer Länge, damit der Absatz auf einem breiten Bildschirm mehrere Zeilen füllt und gezählt werden kann, wie viele Zeichen in einer Zeile stehen.

<!-- more -->

## Die ${LONG_WORD}sverordnung

| Ort | ${LONG_WORD} |
| --- | --- |
| Hamburg | 12.345 |
`;

const edition = (slug: string, day: number) => `---
newsletter: morgen
subject: ${HEADLINES[day % HEADLINES.length]}
preheader: ${LONG_WORD}
sendAt: 2026-11-${day}T06:00
items:
  - article: ${slug}
    as: brief
    label: ${LONG_WORD}
  - text: "Mehr: <${LONG_URL}>"
    label: ${LONG_WORD}
---

Guten Morgen, ${LONG_WORD}!
`;

const picturePage = (name: string, ending: string) => `---
title: Ein Bild
date: 2026-10-01T09:00
topic: thema-0
image: { src: images/${name}.${ending}, alt: Ein Bild }
---

Ein Satz.
`;

const SENTENCE =
  'Am Morgen lag Nebel über dem Hafen, und die ersten Schlepper liefen langsam aus, während an den Kais noch kaum jemand zu sehen war. ';

const RUNNING_TEXT = `---
title: Ein Text
date: 2026-10-02T09:00
topic: thema-0
---

Ein Satz.

${SENTENCE.repeat(4)}

${SENTENCE.repeat(5)}
`;

/** Writes the publication into a folder. `stories`: how many articles; `topics`: names, one at least. */
export async function writeAwkwardContent(
  folder: string,
  { stories = 14, topics = ['Hafenwirtschaftsangelegenheiten', 'Schifffahrt'] } = {},
): Promise<void> {
  const write = (path: string, bytes: string | Uint8Array) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  };
  write('publication.yaml', publication(topics));
  for (const [name, [width, height]] of Object.entries(SHAPES)) {
    const picture = sharp({ create: { width, height, channels: 3, background: '#5a8fa8' } });
    write(`images/${name}.jpg`, await picture.jpeg().toBuffer());
  }
  write('images/zeichnung.svg', SVG);
  const pictures = [...Object.keys(SHAPES).map((name) => `${name}.jpg`), 'zeichnung.svg', undefined];
  for (let n = 0; n < stories; n++)
    write(`articles/2026-11-01-artikel-${n}.md`, article(n, pictures[(n + 1) % pictures.length]));
  if (stories < 10) return;
  for (const name of [...Object.keys(SHAPES), 'zeichnung'])
    write(`articles/2026-10-01-bild-${name}.md`, picturePage(name, name === 'zeichnung' ? 'svg' : 'jpg'));
  write('articles/2026-10-02-lauftext.md', RUNNING_TEXT);
  for (const day of [20, 23]) write(`editions/2026-11-${day}-morgen.md`, edition('artikel-1', day));
}

const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="160"><rect width="90" height="160" fill="#a33"/></svg>';
