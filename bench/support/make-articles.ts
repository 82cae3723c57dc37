/**
 * Generates a publication of any size for benches: `node bench/support/make-articles.ts <folder> <count>`. Deterministic: the same
 * arguments give the same files.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const TOPICS = ['technology', 'world', 'climate', 'business', 'health', 'cities'];
const WORDS =
  'harbour council bus river budget school winter repair night market engine station bridge signal street ' +
  'doctor garden report ferry tariff winter panel battery tower archive letter vote ledger coast valley ' +
  'the a of to and in that with from over under after before between without since until because while';
const VOCABULARY = WORDS.split(' ');
const WORDS_EACH = 450;
const HOUR = 3_600_000;
const NEWEST = Date.parse('2026-11-23T06:00:00Z');

/** mulberry32, a seeded random generator: the same numbers everywhere. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** `vocabulary`: words by their frequency, the first ones as frequent as in a language (Zipf's law). Without it, the few of VOCABULARY. */
export function makeArticles(folder: string, count: number, vocabulary?: readonly string[]): void {
  mkdirSync(join(folder, 'articles'), { recursive: true });
  writeFileSync(join(folder, 'publication.yaml'), publication());
  for (let i = 0; i < count; i++) {
    const { name, text } = article(i, vocabulary);
    writeFileSync(join(folder, 'articles', name), text);
  }
}

function article(i: number, vocabulary?: readonly string[]): { name: string; text: string } {
  const next = random(i + 1);
  const word = () =>
    vocabulary
      ? vocabulary[Math.floor(vocabulary.length ** next()) - 1]!
      : VOCABULARY[Math.floor(next() * VOCABULARY.length)]!;
  const words = (n: number) => Array.from({ length: n }, word).join(' ');
  const sentence = (n: number) => {
    const text = words(n);
    return `${text[0]!.toUpperCase()}${text.slice(1)}.`;
  };
  const instant = new Date(NEWEST - i * 3 * HOUR).toISOString();
  const paragraphs = Array.from({ length: 4 }, () => sentence(Math.round((WORDS_EACH - 210) / 4)));
  const bullets = Array.from({ length: 4 }, () => `- **${words(2)}**: ${sentence(20)}`);
  const text = `---
title: ${sentence(8).slice(0, -1)} ${i}
date: ${instant.slice(0, 16)}
topic: ${TOPICS[i % TOPICS.length]}
authors: [Mara Ellison]
tags: [${words(1)}, ${words(1)}]
summary: ${sentence(18)}
---
${paragraphs[0]}

**Why it matters:** ${sentence(30)}

${bullets.join('\n')}

**Zoom in:** ${sentence(30)} [The report](https://example.com/${i}) says *${words(4)}*.

<!-- more -->

${paragraphs.slice(1).join('\n\n')}

> ${sentence(20)}

**The big picture:** ${sentence(25)}
`;
  return { name: `${instant.slice(0, 10)}-story-${i}.md`, text };
}

const publication = (): string => `id: bench
title: The Bench
description: Generated articles to measure with.
language: en
timezone: Europe/London
from: The Bench <bench@example.com>
postalAddress: [1 Bench Lane]
topics:
${TOPICS.map((topic) => `  - { id: ${topic}, name: ${topic} }`).join('\n')}
newsletters:
  - id: daily
    name: The Daily
    description: Every day.
    kind: digest
    schedule: weekdays at 07:00
`;

if (import.meta.main) {
  const [folder, count = '10000'] = process.argv.slice(2);
  if (!folder) throw new Error('usage: node bench/support/make-articles.ts <folder> [count]');
  makeArticles(folder, Number(count));
}
