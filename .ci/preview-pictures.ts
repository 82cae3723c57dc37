/** Takes screenshots of pages and letters, before and after, without scripts and without the network. */
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import type { Difference } from './preview-difference.ts';
import { asReaders, BASE, type Side } from './preview-side.ts';

/** Widths in pixels: of a page, and of a letter in a window and on a small phone. */
const WIDTHS = { page: { desktop: 1280, phone: 375 }, letter: { wide: 600, narrow: 320 } } as const;
/** The most pixels of a picture's height; the rest can be read in the HTML. */
const MOST_HEIGHT = 5000;

export const startBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
  });

export type Picture = { width: string; side: 'before' | 'after'; file: string };

/** Writes JPEG files into `folder`. */
export async function takePictures(
  browser: Browser,
  { kind, name, ...html }: Difference,
  sides: Readonly<Record<Picture['side'], Side>>,
  folder: string,
): Promise<Picture[]> {
  const taken: Picture[] = [];
  const path = kind === 'letter' ? `/preview/letters/${name}.html` : name;
  for (const [width, pixels] of Object.entries(WIDTHS[kind === 'letter' ? 'letter' : 'page']))
    for (const side of ['before', 'after'] as const) {
      if (html[side] === undefined) continue;
      const file = `${side}-${width}.jpg`;
      await shoot(browser, { side: sides[side], path, pixels, file: join(folder, file) });
      taken.push({ width, side, file });
    }
  return taken;
}

type Shot = { side: Side; path: string; pixels: number; file: string };

async function shoot(browser: Browser, { side, path, pixels, file }: Shot): Promise<void> {
  const viewport = { width: pixels, height: 800 };
  const context = await browser.newContext({ viewport, javaScriptEnabled: false, colorScheme: 'light' });
  try {
    const page = await context.newPage();
    await page.route('**/*', async (route) => {
      const url = new URL(route.request().url());
      if (url.origin !== BASE) return route.abort();
      const answer = await side.fetch(url.pathname);
      const contentType = answer.headers.get('content-type') ?? 'application/octet-stream';
      const bytes = Buffer.from(await answer.arrayBuffer());
      const body = contentType.startsWith('text/html') ? asReaders(bytes.toString()) : bytes;
      return route.fulfill({ status: answer.status, contentType, body });
    });
    await page.goto(`${BASE}${path}`, { waitUntil: 'load', timeout: 30_000 });
    const whole = await page.locator('html').boundingBox();
    const height = Math.min(MOST_HEIGHT, Math.max(200, Math.ceil(whole?.height ?? 0)));
    await page.setViewportSize({ width: pixels, height });
    await page.screenshot({ path: file, type: 'jpeg', quality: 75 });
  } finally {
    await context.close();
  }
}
