/**
 * How large a text may become: whatever is written once and printed often is bounded, so that no content of n characters
 * becomes a page of more than a constant times n. docs/write.md names each limit. Characters.
 */

/** Of an address: browsers and mail clients cut off longer ones. */
export const MAX_URL = 2000;
/** Of what one body becomes, as HTML or as text: a book of 500 pages. */
export const MAX_FRAGMENT = 1_000_000;
/** What a picture counts as in it: its variants, sizes and words. */
export const PICTURE_SIZE = 1000;
/** Of all that the link references of a body stand for, unless the body is longer (as in cmark's references.c). */
export const MAX_EXPANSION = 100_000;
/** Of one value in front matter or publication.yaml: lists, feeds and letters repeat it. */
export const MAX_VALUE = 10_000;
/** Entries of one list there. */
export const MAX_ENTRIES = 1000;
/** Of what a sponsor's text becomes: each edition that names it holds all of it. */
export const MAX_SPONSOR = 20_000;
/** How often one sponsor may stand in an edition. */
export const MAX_SPONSOR_USES = 10;

/** 40,000, whatever the language of the machine. */
export const formatNumber = (n: number): string => n.toLocaleString('en');
