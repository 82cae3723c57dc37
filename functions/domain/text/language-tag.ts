/** Checks a language tag (BCP 47) against the languages, scripts and regions that CLDR knows, and guesses what was meant. */
import { memoize } from '../memoize.ts';
import { findNearest } from './nearest-word.ts';
import { canonicalLanguage } from './translations.ts';

export type LanguageReading = { language: string } | { fault: { message: string; remedy: string } };

/** Tags that name no single language. */
const NO_LANGUAGE = new Set(['und', 'mul', 'mis', 'zxx', 'root']);
const MAX_QUOTED = 60;

const nameOf = (type: 'language' | 'region' | 'script', code: string): string | undefined =>
  new Intl.DisplayNames('en', { type, fallback: 'none' }).of(code);

/** CLDR names few of the 8,000 registered languages, but knows the script of nearly all. */
const isLanguage = (code: string): boolean =>
  !NO_LANGUAGE.has(code) &&
  code.length <= 3 &&
  (nameOf('language', code) !== undefined || new Intl.Locale(code).maximize().script !== undefined);

export function readLanguageTag(written: string): LanguageReading {
  const language = canonicalLanguage(written);
  const part = language === undefined ? 'tag' : findUnknownPart(language);
  if (language !== undefined && part === undefined) return { language };
  const message = `\`${written.slice(0, MAX_QUOTED)}\` is not a language tag${part === 'tag' ? '' : `: its ${part} is unknown`}.`;
  const meant = guessTag(written);
  const remedy =
    meant === undefined
      ? 'Write one such as `en`, `de` or `en-GB`.'
      : `Write \`${meant}\`, if you mean ${spell(meant)}.`;
  return { fault: { message, remedy } };
}

function findUnknownPart(tag: string): 'language' | 'script' | 'region' | undefined {
  const { language = 'und', script, region } = new Intl.Locale(tag);
  if (!isLanguage(language)) return 'language';
  if (script !== undefined && nameOf('script', script) === undefined) return 'script';
  if (region !== undefined && (region === 'ZZ' || nameOf('region', region) === undefined)) return 'region';
  return undefined;
}

const spell = (tag: string): string => nameOf('language', tag) ?? tag;

const isKnown = (tag: string | undefined): boolean => tag !== undefined && findUnknownPart(tag) === undefined;

/** A tag with `_`, a tag with a part too many, the name of a language in English or its own language, or a country's code. */
function guessTag(written: string): string | undefined {
  const text = written.trim().slice(0, MAX_QUOTED);
  const mended = canonicalLanguage(text.replaceAll('_', '-').replace(/\.[\w-]+$/, ''));
  if (isKnown(mended)) return mended;
  const first = text.split(/[-_]/, 1)[0];
  if (first !== text && isKnown(canonicalLanguage(first ?? ''))) return canonicalLanguage(first ?? '');
  return guessByName(text) ?? guessByCountry(text);
}

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz'];

/** Languages of two letters by their names, in English and in the language itself. Made only when a tag is faulty. */
const listNames = memoize((): ReadonlyMap<string, string> => {
  const names = new Map<string, string>();
  for (const code of LETTERS.flatMap((a) => LETTERS.map((b) => a + b))) {
    const name = nameOf('language', code);
    const tag = canonicalLanguage(code);
    if (name === undefined || tag === undefined) continue;
    const own = new Intl.DisplayNames(tag, { type: 'language', fallback: 'none' }).of(tag);
    for (const one of [own, name])
      if (one && !names.has(one.toLowerCase())) names.set(one.toLowerCase(), tag);
  }
  return names;
});

function guessByName(text: string): string | undefined {
  if (text.length < 4 && /^[\w-]*$/.test(text)) return undefined;
  const names = listNames();
  const name = text.toLowerCase();
  const near = names.has(name) ? name : findNearest(name, [...names.keys()]);
  return near === undefined ? undefined : names.get(near);
}

/** `jp` is Japan: its language is `ja`. */
function guessByCountry(text: string): string | undefined {
  if (!/^[a-z]{2}$/i.test(text) || nameOf('region', text.toUpperCase()) === undefined) return undefined;
  const { language } = new Intl.Locale(`und-${text}`).maximize();
  return isKnown(language) ? language : undefined;
}
