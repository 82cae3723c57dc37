/**
 * Limits on the size of texts, in characters. All that is written once and printed often is bounded: n characters of content never become
 * more than a constant times n. docs/markdown.md names each limit.
 */

/** The longest address of a link or image: browsers and mail clients cut off longer ones. */
export const MAX_URL = 2000;
/** The most that one body may become, as HTML or as text: a book of 500 pages. */
export const MAX_FRAGMENT = 1_000_000;
/** The size that a picture counts as: its variants, dimensions and words. */
export const PICTURE_SIZE = 1000;
/** The most that all link references of a body may expand to, unless the body itself is longer (as in cmark's references.c). */
export const MAX_EXPANSION = 100_000;
/** The longest value of a key in front matter or publication.yaml: lists, feeds and letters repeat it. */
export const MAX_VALUE = 10_000;
/** The most entries of one list in front matter or publication.yaml. */
export const MAX_ENTRIES = 1000;
/** The most that the text of a sponsor may become: each edition that names the sponsor holds all of it. */
export const MAX_SPONSOR = 20_000;
/** The most times that one edition may repeat a sponsor. */
export const MAX_SPONSOR_USES = 10;

/** Always with commas, such as 40,000, whatever the language of the machine. */
export const formatNumber = (n: number): string => n.toLocaleString('en');
