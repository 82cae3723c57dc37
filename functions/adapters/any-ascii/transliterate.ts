/** Transliterates text of any script into ASCII with any-ascii, for the addresses of new articles. */
import anyAscii from 'any-ascii';
import type { Transliterate } from '../../domain/content/new-slug.ts';

export const transliterate: Transliterate = anyAscii;
