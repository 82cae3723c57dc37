/** Responsive images on pages, with alt text. Their size is set, so that no layout shifts; the first is loaded early, the others lazily. */
import type { Picture } from '../../domain/content/article.ts';
import { type Html, html } from './markup.ts';

/** `sizes` of an image in each place of a page. Must match templates/site/*.css. */
const IMAGE_SIZES = {
  lead: '(min-width: 69rem) 45rem, calc(100vw - 2.5rem)',
  wide: '(min-width: 62rem) 58rem, calc(100vw - 2.5rem)',
  column: '(min-width: 40rem) 36rem, calc(100vw - 2.5rem)',
  card: '(min-width: 62rem) 23rem, (min-width: 46rem) 17rem, calc(100vw - 2.5rem)',
  thumb: '9rem',
} as const;

export type PictureShape = { as: keyof typeof IMAGE_SIZES; eager?: boolean };

/** Pixels of the text's column and of a card. A picture that is narrower is not blown up. */
const COLUMN_WIDTH = 576;
const CARD_WIDTH = 368;
/** Height by width from which a picture counts as upright: at the width of the page it would fill a window. */
const UPRIGHT_RATIO = 0.8;

/** Classes for the shape of a picture that a list crops. */
function cropClasses({ width, height }: Picture): string | undefined {
  const classes = [height > width && 'picture-tall', width < CARD_WIDTH && 'picture-small'];
  const shapes = classes.filter((name) => name !== false);
  return shapes.length > 0 ? shapes.join(' ') : undefined;
}

/** A wide place takes landscape pictures alone: others stand in the text's column, and small ones at their own size. */
function figureClass({ width, height }: Picture, as: PictureShape['as']): string {
  if (as !== 'wide') return as;
  if (width < COLUMN_WIDTH) return 'small';
  return height / width > UPRIGHT_RATIO ? 'tall' : 'wide';
}

/** The plain `src` is the middle variant, a fair size for a client without srcset. */
export function imageElement(picture: Picture, { as, eager = false }: PictureShape): Html {
  const { page, alt, width, height } = picture;
  const plain = page[Math.floor((page.length - 1) / 2)];
  if (!plain) return html``;
  const srcset = page.map((v) => `/${v.path} ${v.width}w`).join(', ');
  const load = eager ? html`fetchpriority="high"` : html`loading="lazy"`;
  const shape = cropClasses(picture);
  return html`<img${as !== 'wide' && as !== 'column' && shape !== undefined && html` class="${shape}"`} src="/${plain.path}" srcset="${srcset}" sizes="${IMAGE_SIZES[as]}" width="${width}" height="${height}" alt="${alt}" ${load} decoding="async">`;
}

export function figureElement(picture: Picture, shape: PictureShape): Html {
  const { caption, credit } = picture;
  const words =
    (caption !== '' || credit !== '') &&
    html`<figcaption>${caption !== '' && html`<span class="caption">${caption}</span> `}${
      credit !== '' && html`<span class="credit">${credit}</span>`
    }</figcaption>`;
  const of = figureClass(picture, shape.as);
  const placed: PictureShape = of === 'tall' || of === 'small' ? { ...shape, as: 'column' } : shape;
  return html`<figure class="figure figure-${of}">${imageElement(picture, placed)}${words}</figure>`;
}
