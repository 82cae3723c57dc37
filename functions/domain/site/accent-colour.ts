/** Colours of the site: the surfaces, and the publication's accent, changed until it has enough contrast on them (WCAG 2.2 §1.4.3). */

/** `paper`: the page; `raised`: boxes and panels. Text in the accent colour must be readable on both. */
export const SURFACES = {
  light: { paper: '#fcfaf5', raised: '#f3eee3' },
  dark: { paper: '#15171a', raised: '#212428' },
} as const;

/** The contrast ratio that WCAG AA demands for text of any size. */
const ENOUGH = 4.5;

type Rgb = readonly [red: number, green: number, blue: number];
type Hsl = { hue: number; saturation: number; lightness: number };

const rgbOf = (hex: string): Rgb =>
  [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16)) as unknown as Rgb;

const hexOf = (rgb: Rgb): string =>
  `#${rgb.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`;

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(hex: string): number {
  const [red, green, blue] = rgbOf(hex).map((channel) => {
    const c = channel / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** The contrast ratio: 1 (the same colour) to 21 (black on white). */
export function contrast(a: string, b: string): number {
  const [darker, lighter] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

function hslOf(hex: string): Hsl {
  const [red, green, blue] = rgbOf(hex).map((c) => c / 255) as unknown as Rgb;
  const most = Math.max(red, green, blue);
  const least = Math.min(red, green, blue);
  const spread = most - least;
  const lightness = (most + least) / 2;
  if (spread === 0) return { hue: 0, saturation: 0, lightness };
  const saturation = spread / (1 - Math.abs(2 * lightness - 1));
  const sixth =
    most === red
      ? ((green - blue) / spread) % 6
      : most === green
        ? (blue - red) / spread + 2
        : (red - green) / spread + 4;
  return { hue: sixth * 60, saturation, lightness };
}

/** CSS Color 4 §7: hsl to rgb. */
function hexOfHsl({ hue, saturation, lightness }: Hsl): string {
  const channel = (n: number): number => {
    const k = (((n + hue / 30) % 12) + 12) % 12;
    return (
      255 *
      (lightness - saturation * Math.min(lightness, 1 - lightness) * Math.max(-1, Math.min(k - 3, 9 - k, 1)))
    );
  };
  return hexOf([channel(0), channel(8), channel(4)]);
}

/** The accent itself if it is readable on every surface, else the nearest darker shade (lighter in dark mode) that is. */
export function readableAccent(accent: string, mode: 'light' | 'dark'): string {
  const surfaces = Object.values(SURFACES[mode]);
  const readable = (colour: string) => surfaces.every((surface) => contrast(colour, surface) >= ENOUGH);
  const colour = hslOf(accent);
  const step = mode === 'light' ? -0.01 : 0.01;
  let shade = accent.toLowerCase();
  for (let n = 1; !readable(shade) && n <= 100; n++) {
    shade = hexOfHsl({ ...colour, lightness: Math.min(1, Math.max(0, colour.lightness + n * step)) });
  }
  return shade;
}

const variables = (accent: string, mode: 'light' | 'dark'): string => {
  const { paper, raised } = SURFACES[mode];
  return `:root{--paper:${paper};--raised:${raised};--accent:${readableAccent(accent, mode)};--on-accent:${paper}}`;
};

/** Custom properties for both modes. They are in a stylesheet, because a strict CSP allows no inline style. */
export const accentCss = (accent: string): string =>
  `${variables(accent, 'light')}@media (prefers-color-scheme:dark){${variables(accent, 'dark')}}`;

/**
 * The site's one stylesheet: the accent's colours, then the sheets of templates/site/ by name, so that the last one, for print, overrides
 * the others. Comments and spare white space are removed.
 */
export function stylesheet(sheets: readonly { name: string; text: string }[], accent: string): string {
  const ordered = [...sheets].sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ text }) => text);
  const squeezed = ordered
    .join('\n')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return `${accentCss(accent)}${squeezed}`;
}
