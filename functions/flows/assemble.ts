/** Assembling: an edition, a digest or an alert becomes a letter, ready to be frozen. */
import type { Correction, Entry } from '../domain/article.ts';
import type { Edition } from '../domain/edition.ts';
import type { Instant } from '../domain/instant.ts';
import type { Letter } from '../domain/letter.ts';
import type { Newsletter } from '../domain/publication.ts';
import type { Release } from '../domain/release.ts';

/** What assembling reads of a View. */
export type LetterView = {
  release: Release;
  now: Instant;
  byId(id: string): Promise<{ kind: string; entry?: Entry } | undefined>;
};

export type AssemblyExtra = {
  /** Absolute origin, no trailing slash: letters keep it for ever. */
  base: string;
  /** Corrections of articles this newsletter carried, not printed by it yet. */
  corrections: readonly { entry: Entry; correction: Correction }[];
  /** View in browser, absolute; the default is the edition's, the digest's or the article's page. */
  browser?: string;
  /** An editor looks at what is to come: articles that are not visible yet are printed and still reported. */
  preview?: boolean;
};

export type Assembly = {
  letter: Letter;
  htmlBytes: number;
  words: number;
  minutes: number;
  /** Articles by their share of the HTML, heaviest first. */
  heaviest: readonly { article: string; bytes: number }[];
  /** Ids of articles asked for and not visible (drafts, to come, withdrawn, unknown). */
  invisible: readonly string[];
};

export async function assembleEdition(
  view: LetterView,
  edition: Edition,
  extra: AssemblyExtra,
): Promise<Assembly> {
  throw new Error(`not yet: ${view.now} ${edition.id} ${extra.base}`);
}

export async function assembleDigest(
  view: LetterView,
  newsletter: Newsletter,
  entries: readonly Entry[],
  extra: AssemblyExtra & { slot: Instant },
): Promise<Assembly> {
  throw new Error(`not yet: ${view.now} ${newsletter.id} ${entries.length} ${extra.slot}`);
}

export async function assembleAlert(view: LetterView, entry: Entry, extra: AssemblyExtra): Promise<Assembly> {
  throw new Error(`not yet: ${view.now} ${entry.id} ${extra.base}`);
}
