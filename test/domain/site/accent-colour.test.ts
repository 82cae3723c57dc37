import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  contrastOf,
  findReadableAccent,
  joinStylesheets,
  SURFACES,
  writeAccentCss,
} from '../../../functions/domain/site/accent-colour.ts';

const colour = fc.integer({ min: 0, max: 0xffffff }).map((n) => `#${n.toString(16).padStart(6, '0')}`);
const MODES = ['light', 'dark'] as const;

describe('the accent', () => {
  it('measures contrast as WCAG does', () => {
    expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21, 5);
    // https://webaim.org/resources/contrastchecker/ says 4.54.
    expect(contrastOf('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
  });

  it('can be read on every surface, light and dark, whatever was chosen', () => {
    fc.assert(
      fc.property(colour, fc.constantFrom(...MODES), (accent, mode) => {
        const shade = findReadableAccent(accent, mode);
        for (const surface of Object.values(SURFACES[mode])) {
          expect(contrastOf(shade, surface)).toBeGreaterThanOrEqual(4.5);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('is left as it is where it can be read', () => {
    expect(findReadableAccent('#8c1c3a', 'light')).toBe('#8c1c3a');
    expect(findReadableAccent('#8c1c3a', 'dark')).not.toBe('#8c1c3a');
  });

  it('reaches pages as custom properties of both modes', () => {
    expect(writeAccentCss('#8c1c3a')).toMatch(
      /^:root\{.*--accent:#8c1c3a;--on-accent:#fcfaf5\}@media \(prefers-color-scheme:dark\)\{:root\{.*\}\}$/,
    );
  });
});

describe('the stylesheet', () => {
  it('is the accent, then the sheets by name, squeezed, so that print has the last word', () => {
    const sheets = [
      { name: '20-b.css', text: '/* why */\nb {\n  color: red;\n}\n' },
      { name: '10-a.css', text: 'a { }' },
    ];
    expect(joinStylesheets(sheets, '#000000')).toBe(`${writeAccentCss('#000000')}a { } b { color: red; }`);
  });
});
