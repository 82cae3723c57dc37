/** The Markdown port: a body goes in, one fragment with marks, its plain text and what was found in it come out. */
import type { Problem } from '../problem.ts';
import type { FoundLink } from '../source/source-files.ts';
import type { Fragment } from './article.ts';

/** `src` is a path below the content folder (`images/bus.jpg`); the nth one stands at the nth picture mark. */
export type Figure = { src: string; alt: string; caption: string; credit: string; line: number };

export type Rendered = {
  fragment: Omit<Fragment, 'pictures'>;
  figures: readonly Figure[];
  words: number;
  /** Plain text of the first paragraph, cut at a word when it is very long. */
  lede: string;
  /** Every link that was kept; links to `other-article.md` are `/articles/other-article` already. */
  links: readonly FoundLink[];
  /** `paragraph` counts the body's own paragraphs from 0. */
  axiomsAt: readonly { axiom: string; paragraph: number }[];
  problems: readonly Problem[];
};

export type RenderOptions = {
  /** For problems; `line` is the line of the file on which the body starts. */
  file: string;
  line: number;
  axioms: readonly string[];
  /** Put before every id in the fragment, so that several fit on one page. [A-Za-z0-9-] */
  idPrefix: string;
};

/** Never throws, whatever the body is; the HTML is well-formed and holds nothing that runs or loads. */
export type Markdown = { render(body: string, options: RenderOptions): Rendered };
