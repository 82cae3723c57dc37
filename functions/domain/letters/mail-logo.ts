/** The logo of letters: a PNG at twice the size it is drawn in, because few mail clients show SVG (caniemail: image-svg). */
import type { Publication } from '../publication/publication.ts';
import type { BlockFilling } from './fill-template.ts';

/** `path` is below the site's root. Width and height in pixels as drawn. */
export type LogoPicture = { path: string; width: number; height: number };

/** `dark` is absent if the publication has no logo for dark grounds: its name stands there in letters. */
export type MailLogo = { light: LogoPicture; dark?: LogoPicture };

const marksOf = ({ path, width, height }: LogoPicture, base: string) => ({
  src: `${base}/${path}`,
  width: String(width),
  height: String(height),
});

/** Fills the block `logo` of the nameplate. Clients that know dark grounds swap the picture, all others show the light one. */
export function fillLogo(
  { light, dark }: MailLogo,
  { title, logo }: Pick<Publication, 'title' | 'logo'>,
  base: string,
): BlockFilling {
  return {
    marks: { ...marksOf(light, base), alt: logo?.alt ?? title },
    blocks: {
      dark: dark ? [{ marks: marksOf(dark, base) }] : [],
      name: dark ? [] : [{ marks: { name: title } }],
    },
  };
}
