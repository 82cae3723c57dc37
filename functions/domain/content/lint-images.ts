/** Warns of images without alt text or credit, and of alt texts that say nothing: placeholders, and names that programs gave. */
import type { Warn } from './lint-tags.ts';
import type { Figure } from './markdown.ts';

/** The words that editors and writers leave, alone or with a number: English and German, and those of other programs' templates. */
const EMPTY_WORDS =
  /^(?:the |an? |das |ein |insert |enter |your |my |mein )?(?:alt(?:[ -]?text|ernati(?:ve?|v)[ -]?text)?|image(?:[ -](?:alt(?:[ -]text)?|description|title|name|here))?|img|picture|pic|photo(?:graph)?|figure|fig|graphic|illustration|drawing|diagram|chart|icon|thumbnail|screen ?shot|caption|description|text|title|untitled|unnamed|placeholder|todo|tbd|foo|bar|test|none|null|undefined|bild(?:beschreibung|text|unterschrift)?|foto(?:grafie)?|fotografie|grafik|abbildung|abb|zeichnung|diagramm|bildschirmfoto|beschreibung|alternativtext|titel|ohne titel|unbenannt|platzhalter)(?: ?(?:text|here|hier))?[\s.:_#-]*\d{0,4}$/i;
/** IMG_1234, DSC00012, PXL_20240101_1, WhatsApp Image 2024-01-01 at 10.00.00, Screenshot 2024-01-01 … */
const CAMERA_NAME =
  /^(?:img|dsc[fn]?|pxl|mvimg|gopr|dji|pict|dcim|cimg|sam|vid|scan|whatsapp image|signal|screen ?shot|bildschirmfoto|photo|image|foto|bild)[\s_-]*(?:from |vom )?\d[\d\s_.:~()-]*(?:at|um)?[\d\s_.:~()-]*(?:[ap]m)?(?:[_ -]?(?:hdr|pano|edited|copy|kopie|bearbeitet))?$/i;
const FILE_NAME = /^\S+\.(?:jpe?g|png|webp|gif|avif|svg|heic|tiff?|bmp)$/i;

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim();

/** `src`: the path of the image. Its name counts as an alt text of one word only if no person would write so (`night-bus-2`). */
export function isPlaceholderAlt(alt: string, src: string): boolean {
  if (EMPTY_WORDS.test(alt) || CAMERA_NAME.test(alt) || FILE_NAME.test(alt)) return true;
  const stem = src.slice(src.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');
  return /[_\d-]/.test(alt) && !/\s/.test(alt) && plain(alt) === plain(stem);
}

export function lintImage(warn: Warn, { src, alt, credit, line }: Omit<Figure, 'caption'>): void {
  if (!alt)
    warn(line, `The image \`${src}\` has no alt text.`, 'Say what it shows, for those who do not see it.');
  else if (isPlaceholderAlt(alt, src))
    warn(
      line,
      `The alt text \`${alt.slice(0, 60)}\` of \`${src}\` is a placeholder.`,
      'Say what the image shows, for those who do not see it.',
    );
  if (!credit) warn(line, `The image \`${src}\` has no credit.`, 'Say who made it: `credit`.');
}
