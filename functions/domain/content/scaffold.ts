/** Scaffolds for `new`: an article, an edition and a publication. Each is valid at once, and its placeholders say where to write. */
import type { Newsletter, Publication } from '../publication/publication.ts';
import type { PublicationReading } from '../publication/publication-source.ts';
import { toSlug } from '../text/slug.ts';
import { yamlText } from '../text/yaml.ts';

export type ScaffoldFile = { path: string; text: string };

/** A JSON string is valid YAML (YAML 1.2 §1.3). */
const quoteText = (text: string): string => JSON.stringify(text);

/** The first of `name`, `name-2`, `name-3` … that is free. */
function findFreeName(name: string, taken: ReadonlySet<string>): string {
  let slug = name;
  for (let n = 2; taken.has(slug); n++) slug = `${name}-${n}`;
  return slug;
}

/** `local`: a local time such as `2026-11-23T07:00`. `taken`: the slugs of all articles. `name`: the slug, if it is free. */
export function scaffoldArticle(
  headline: string,
  { publication, whyAxioms }: PublicationReading & { publication: Publication },
  local: string,
  taken: ReadonlySet<string>,
  name: string = toSlug(headline),
): ScaffoldFile {
  const topic = publication.topics.find((t) => !t.retired);
  const [reason = 'Why it matters'] = whyAxioms;
  const slug = findFreeName(name || 'untitled', taken);
  return {
    path: `articles/${local.slice(0, 10)}-${slug}.md`,
    text: `---
# For life: it stays when the file gets another name.
id: ${yamlText(slug)}
title: ${quoteText(headline)}
date: ${local}
topic: ${topic?.id ?? ''}
authors: []
draft: true
---

One sentence that says what happened.

**${reason}:** What it changes, and for whom.

- A fact that carries it.
- Another one.

<!-- more -->

Below the fold: what those who want to go deeper should know.
`,
  };
}

export function scaffoldEdition(
  newsletter: Newsletter,
  articles: readonly string[],
  local: string,
): ScaffoldFile {
  return {
    path: `editions/${local.slice(0, 10)}-${newsletter.id}.md`,
    text: `---
# For life: it stays when the file gets another name, and nothing is sent twice.
id: ${local.slice(0, 10)}-${newsletter.id}
newsletter: ${newsletter.id}
subject: ${quoteText(`${newsletter.name}, ${local.slice(0, 10)}`)}
preheader: ""
# Without sendAt it goes when you say: npm run broadsheet -- send ${local.slice(0, 10)}-${newsletter.id}
# sendAt: ${local}
items:
${articles.map((id, i) => `  - article: ${id}\n    as: ${i === 0 ? 'whole' : 'brief'}`).join('\n')}
---

Good morning. A line or two of your own.

<!-- items -->

Until tomorrow.
`,
  };
}

/** `id`: the id, if the title has letters for one. */
export const scaffoldPublication = (title: string, id: string = toSlug(title)): ScaffoldFile => ({
  path: 'publication.yaml',
  text: `# docs/publication.md explains every key. The id is for life: feeds and lists are known by it.
id: ${id || 'my-paper'}
title: ${quoteText(title)}
description: What it is about, in one sentence.
language: en
timezone: UTC
from: ${quoteText(`${title.replace(/["<>]/g, '')} <editor@example.com>`)}
# No letter is sent without the postal address of its sender.
postalAddress: |
  ${title}
  1 Example Street, Example Town
editors:
  - editor@example.com
accent: "#0b5c6b"
topics:
  - id: news
    name: News
newsletters:
  - id: weekly
    name: The week
    description: Everything of the week, on Saturday morning.
    kind: digest
    schedule: Saturday at 09:00
    default: true
`,
});
