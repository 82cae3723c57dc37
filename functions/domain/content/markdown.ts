/** The Markdown port: renders a body to one fragment with marks and plain text, and reports its links, figures, axioms and problems. */
import type { Problem } from '../problem.ts';
import type { FileTable } from '../site/content-file.ts';
import type { FoundLink } from '../source/source-files.ts';
import type { Anchor } from './anchors.ts';
import type { Fragment } from './article.ts';

/** `src` is a path below the content folder (`images/bus.jpg`). The nth figure stands at the nth picture mark. */
export type Figure = { src: string; alt: string; caption: string; credit: string; line: number };

/** A link to a file of `content/files/`: `src` below the content folder, `path` below the site's root. */
export type LinkedFile = { src: string; path: string; line: number };

export type Rendered = {
  fragment: Omit<Fragment, 'pictures'>;
  figures: readonly Figure[];
  /** The files that links lead to. Such a link is not among `links`. */
  files: readonly LinkedFile[];
  words: number;
  /** The plain text of the first paragraph; a very long one is cut between words. */
  lede: string;
  /** The first paragraph stands below the fold. */
  ledeBelow?: true;
  /** Every link that was kept. A link to the file `other-article.md` is resolved to `/articles/other-article`. */
  links: readonly FoundLink[];
  /** `paragraph` counts the top-level paragraphs of the body from 0. */
  axiomsAt: readonly { axiom: string; paragraph: number }[];
  /** The anchors of all headings, and the number of those above the fold. */
  anchors: readonly Anchor[];
  headingsAbove: number;
  problems: readonly Problem[];
};

export type RenderOptions = {
  /** The file of the body and the line on which the body starts there, for problems. */
  file: string;
  line: number;
  axioms: readonly string[];
  /** Stands before every id of the fragment, so that several fragments fit on one page. Letters, digits, hyphens. */
  idPrefix: string;
  /** The address of a link to another article's heading, by the link as it is written; undefined: the usual one. */
  headingHref?: ((typed: string) => string | undefined) | undefined;
  /** The files that links may lead to. */
  files?: FileTable | undefined;
};

/** `render` never throws, whatever the body is. The HTML is well-formed and holds nothing that runs or loads. */
export type Markdown = { render(body: string, options: RenderOptions): Rendered };
