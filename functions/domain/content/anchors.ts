/**
 * Anchors: the ids of headings and footnotes of a text, allocated once. A heading's id is the prefix of its text and its anchor name, so
 * it has letters, digits, marks and single hyphens; a footnote's has a colon, so that no heading can have it.
 */
import { decodePath } from '../site/decoded-path.ts';
import { PAGE_IDS } from '../site/paths.ts';
import { createGuess } from '../text/nearest-word.ts';

/** `former`: the name that versions with ASCII ids gave a Latin heading, for links that were published. */
export type Anchor = { name: string; former?: string };

/** The most characters of a heading that count. */
const MAX_NAME_CHARACTERS = 80;

const PLAIN_ASCII = /^[\x20-\x7e]*$/;
/** UAX 31 calls these ignorable: soft hyphens, joiners, marks of direction, variation selectors. */
const IGNORED = /[\p{Default_Ignorable_Code_Point}'’]/gu;
/** A word begins with a letter or digit; marks that combine with one stay with the word. */
const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{Mn}\p{Mc}]*/gu;

/** `What's next?` → `whats-next`, `Größe & Maß` → `größe-maß`. Empty if the text has no letter or digit. */
export function toAnchorName(text: string, limit = MAX_NAME_CHARACTERS): string {
  const lower = PLAIN_ASCII.test(text)
    ? text.slice(0, limit).toLowerCase()
    : text.normalize('NFC').slice(0, limit).toLowerCase().normalize('NFC');
  const words = lower.replace(IGNORED, '').match(WORD);
  return words === null ? '' : words.join('-');
}

/** The name of a heading without letters and digits. */
const NAMELESS = 'section';
const LATIN_ONLY = /^[\p{Script=Latin}\P{L}]*$/u;

/**
 * One anchor for each heading, in their order. The first heading of a name gets the name, whatever stands above; another of the same name
 * gets `-2`, `-3` … if no heading has that name. Names of PAGE_IDS are never free.
 */
export function allocateAnchors(headings: readonly string[], prefix: string): Anchor[] {
  const wanted = headings.map((text) => toAnchorName(text) || NAMELESS);
  const natural = new Set(wanted);
  const used = new Set<string>();
  const counts = new Map<string, number>();
  const isFree = (name: string) => !used.has(name) && !PAGE_IDS.has(prefix + name);
  const names = wanted.map((name) => {
    let n = counts.get(name) ?? 1;
    let free = n === 1 ? name : `${name}-${n}`;
    while (!isFree(free) || (n > 1 && natural.has(free))) free = `${name}-${++n}`;
    counts.set(name, n);
    used.add(free);
    return free;
  });
  return names.map((name, i) => {
    const former = formerNameOf(headings[i]!);
    if (former === '' || !isFree(former)) return { name };
    used.add(former);
    return { name, former };
  });
}

/** The rule of those versions stays as it was: their links are in the world. */
function formerNameOf(heading: string): string {
  if (!LATIN_ONLY.test(heading)) return '';
  const lower = heading.slice(0, MAX_NAME_CHARACTERS).toLowerCase();
  const plain = lower.replace(/ß/g, 'ss').replace(/æ/g, 'ae').replace(/ø/g, 'o').normalize('NFKD');
  const words = plain.replace(/[\u0300-\u036f'’]/g, '').match(/[a-z0-9]+/g) ?? [];
  return words.join('-').slice(0, MAX_NAME_CHARACTERS).replace(/-$/, '');
}

/** An anchor as one text, small in a build's cache. */
export const encodeAnchorNames = ({ name, former }: Anchor): string =>
  former === undefined ? name : `${name} ${former}`;
export function decodeAnchorNames(text: string): Anchor {
  const [name = '', former] = text.split(' ');
  return former === undefined ? { name } : { name, former };
}

/** Finds the id that `place` means, typed behind `#`: a name in any case, a former name or a whole id; percent-encoded or not. */
export function createAnchorFinder(
  anchors: readonly Anchor[],
  prefix: string,
): (place: string) => string | undefined {
  const names = new Map<string, string>();
  for (const { name, former } of anchors) if (former !== undefined) names.set(former, name);
  for (const { name } of anchors) names.set(name, name);
  const find = (typed: string): string | undefined => {
    for (const name of [toAnchorName(typed, Number.POSITIVE_INFINITY), toAnchorName(typed)]) {
      const found = names.get(PAGE_IDS.has(prefix + name) ? `${name}-2` : name);
      if (found !== undefined) return prefix + found;
    }
    return undefined;
  };
  return (place) => {
    const typed = decodePath(place).normalize('NFC');
    return find(typed) ?? (typed.startsWith(prefix) ? find(typed.slice(prefix.length)) : undefined);
  };
}

/** The id of the nth note of a text, from 1, and of a reference to the note; `nth` counts the references, from 1. */
export const noteId = (prefix: string, n: number): string => `${prefix}fn:${n}`;
export const noteReferenceId = (prefix: string, n: number, nth: number): string =>
  `${prefix}fnref:${n}${nth > 1 ? `-${nth}` : ''}`;

/** An id behind `#` in a link: characters outside ASCII are encoded, as in paths. */
export const encodeAnchor = (id: string): string => encodeURIComponent(id).replaceAll('%3A', ':');

/** The most headings that the remedy of one problem names. */
const MAX_NAMED_HEADINGS = 10;

/** Describes a place that a text does not have, as it was typed behind `#`, and names the headings that it has. */
export type DescribePlace = (
  place: string,
  anchors: readonly Anchor[],
  text: string,
) => { message: string; remedy: string };

export function createPlaceDescriber(): DescribePlace {
  const guess = createGuess('');
  return (place, anchors, text) => {
    const typed = decodePath(place).slice(0, 80);
    const near =
      typed.length < 3 ? '' : guess(`#${toAnchorName(typed)}`, () => anchors.map(({ name }) => `#${name}`));
    const list = anchors.slice(0, MAX_NAMED_HEADINGS).map(({ name }) => `\`#${name}\``);
    const more = anchors.length > list.length ? ' …' : '';
    const known =
      list.length > 0
        ? `The headings of the text are ${list.join(', ')}${more}.`
        : 'Only headings can be linked to.';
    return { message: `There is no place \`#${typed}\` in ${text}.`, remedy: `${near} ${known}`.trim() };
  };
}
