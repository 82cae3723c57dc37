/** Slugs of new articles (transliteration): by the rules of the language, or in the script of the headline. */
import { toScriptSlug, toSlug } from '../text/slug.ts';

/** Writes letters of other scripts in ASCII, one by one. */
export type Transliterate = (text: string) => string;

/** Letters as their language writes them in ASCII, where the transliteration of single letters differs. Longer ones come first. */
const NORDIC = 'å aa æ ae ø oe ä ae ö oe';
const LETTERS_BY_LANGUAGE: Readonly<Record<string, string>> = {
  de: 'ä ae ö oe ü ue ß ss',
  gsw: 'ä ae ö oe ü ue ß ss',
  da: NORDIC,
  nb: NORDIC,
  nn: NORDIC,
  no: NORDIC,
  el: 'ου ou αυ av ευ ev γγ ng γξ nx γχ nch',
  // Cabinet of Ministers of Ukraine, resolution 55 of 2010.
  uk: 'зг zgh г h ґ g є ie ж zh и y і i ї i й i х kh ц ts ч ch ш sh щ shch ю iu я ia ь  ʼ ',
  be: 'г h ё io ж zh і i й i ў u х kh ц ts ч ch ш sh ы y ь  э e ю iu я ia',
  // Transliteration Act of 2009.
  bg: 'ж zh й y х h ц ts ч ch ш sh щ sht ъ a ь y ю yu я ya',
  sr: 'ђ dj ж z љ lj њ nj ћ c џ dz х h ц c ч c ш s ј j',
  mk: 'ѓ gj ж zh ѕ dz ј j љ lj њ nj ќ kj х h ц c ч ch џ dzh ш sh',
  ru: 'ё e й y х kh ъ  ь  э e ю yu я ya',
};

/** Scripts whose letters tell the sound one by one. The vowels of the others are unwritten, or written elsewhere. */
const SPELT_OUT =
  /^[\p{sc=Latn}\p{sc=Cyrl}\p{sc=Grek}\p{sc=Geor}\p{sc=Armn}\p{sc=Ethi}\p{sc=Hang}\p{sc=Kana}\p{sc=Hira}\p{sc=Bopo}\p{sc=Han}\P{L}]*$/u;
/** In Japanese the sound of a Han character depends on the word. */
const isJapanese = (text: string, language: string): boolean =>
  /\p{sc=Han}/u.test(text) && (language === 'ja' || /[\p{sc=Hira}\p{sc=Kana}]/u.test(text));

/** Empty if the headline has no letter or digit. */
export function createSlug(headline: string, language: string, transliterate: Transliterate): string {
  const [own = language] = language.split('-');
  const text = headline
    .normalize('NFC')
    .toLocaleLowerCase(language)
    .replace(/['’·]/g, '')
    .replace(/[\p{So}\p{Sk}\p{Sc}\p{No}]/gu, ' ');
  if (!SPELT_OUT.test(text) || isJapanese(text, own)) return toScriptSlug(text);
  const spelt = spellLetters(own === 'el' ? stripAccents(text) : text, own);
  return toSlug(transliterate(separateWords(spelt, language)).toLowerCase());
}

const stripAccents = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\u0301/g, '')
    .normalize('NFC');

function spellLetters(text: string, language: string): string {
  const letters = (LETTERS_BY_LANGUAGE[language] ?? '').split(' ');
  let spelt = text;
  for (let i = 0; i + 1 < letters.length; i += 2) spelt = spelt.replaceAll(letters[i]!, letters[i + 1]!);
  return spelt;
}

/** Chinese has no spaces between words. */
function separateWords(text: string, language: string): string {
  if (!/\p{sc=Han}/u.test(text)) return text;
  const words = new Intl.Segmenter(language, { granularity: 'word' }).segment(text);
  return Array.from(words, ({ segment }) => segment).join(' ');
}
