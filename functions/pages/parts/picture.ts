/** Responsive images on pages, with alt text. Their size is set, so that no layout shifts; the first is loaded early, the others lazily. */
import type { Picture } from '../../domain/content/article.ts';
import { type Html, html } from './markup.ts';

/** `sizes` of an image in each place of a page. Must match templates/site/*.css. */
const SIZES = {
  lead: '(min-width: 62rem) 45rem, calc(100vw - 2.5rem)',
  wide: '(min-width: 62rem) 58rem, calc(100vw - 2.5rem)',
  column: '(min-width: 46rem) 42rem, calc(100vw - 2.5rem)',
  card: '(min-width: 62rem) 23rem, (min-width: 40rem) 46vw, calc(100vw - 2.5rem)',
  thumb: '9rem',
} as const;

export type PictureShape = { as: keyof typeof SIZES; eager?: boolean };

/** The plain `src` is the middle variant, a fair size for a client without srcset. */
export function image(picture: Picture, { as, eager = false }: PictureShape): Html {
  const { page, alt, width, height } = picture;
  const plain = page[Math.floor((page.length - 1) / 2)];
  if (!plain) return html``;
  const srcset = page.map((v) => `/${v.path} ${v.width}w`).join(', ');
  const load = eager ? html`fetchpriority="high"` : html`loading="lazy"`;
  return html`<img src="/${plain.path}" srcset="${srcset}" sizes="${SIZES[as]}" width="${width}" height="${height}" alt="${alt}" ${load} decoding="async">`;
}

export function figure(picture: Picture, shape: PictureShape): Html {
  const { caption, credit } = picture;
  const words =
    (caption !== '' || credit !== '') &&
    html`<figcaption>${caption !== '' && html`<span class="caption">${caption}</span> `}${
      credit !== '' && html`<span class="credit">${credit}</span>`
    }</figcaption>`;
  return html`<figure class="figure figure-${shape.as}">${image(picture, shape)}${words}</figure>`;
}
