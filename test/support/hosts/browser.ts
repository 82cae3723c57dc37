/** Runs Debian's chromium without the network, and axe-core on its pages. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** `more`: arguments of chromium. */
export const startBrowser = (more: readonly string[] = []): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...more,
    ],
  });

/** Paths that the page opens are below `baseURL`. */
export async function withPage<T>(
  browser: Browser,
  options: BrowserContextOptions,
  work: (page: Page) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext(options);
  try {
    return await work(await context.newPage());
  } finally {
    await context.close();
  }
}

export const PHONE: BrowserContextOptions = {
  viewport: { width: 375, height: 812 },
  hasTouch: true,
  isMobile: true,
};
export const DESKTOP: BrowserContextOptions = { viewport: { width: 1280, height: 900 } };

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export type Finding = { page: string; rule: string; impact: string; where: string[] };

/** Findings that axe-core calls serious or critical. */
export async function seriousFindings(page: Page): Promise<Finding[]> {
  await page.evaluate(AXE);
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } };
    type Violation = { id: string; impact: string; nodes: { target: string[] }[] };
    return (await axe.run()).violations;
  });
  return violations
    .filter((v) => v.impact === 'serious' || v.impact === 'critical')
    .map((v) => ({
      page: page.url(),
      rule: v.id,
      impact: v.impact,
      where: v.nodes.map((n) => n.target.join(' ')),
    }));
}

/** Collects requests that the page's policy or the network refused. A page of the site has none. */
export function refusals(page: Page): string[] {
  const refused: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') refused.push(`${page.url()}: ${message.text()}`);
  });
  return refused;
}

/** Presses Tab until the focused element matches. Throws if the focus is invisible on the way or never reaches the element. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let pressed = 0; pressed < 100; pressed++) {
    await page.keyboard.press('Tab');
    const [found, seen] = (await page.evaluate(FOCUS(selector))) as [boolean, boolean];
    if (!seen) throw new Error(`The focus cannot be seen before ${selector} on ${page.url()}`);
    if (found) return;
  }
  throw new Error(`Tab never leads to ${selector} on ${page.url()}`);
}

const FOCUS = (selector: string) => `(() => {
  const at = document.activeElement;
  const { outlineStyle, boxShadow } = getComputedStyle(at);
  const seen = at === document.body || outlineStyle !== 'none' || boxShadow !== 'none';
  return [at.matches(${JSON.stringify(selector)}), seen];
})()`;

/** True if an element is wider than the window, so that a phone scrolls sideways. */
export const overflows = (page: Page): Promise<boolean> =>
  page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
