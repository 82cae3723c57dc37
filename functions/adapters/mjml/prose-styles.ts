/** Reads templates/prose.css: flat rules that become inline styles of letters. */
import type { Problem } from '../../domain/problem.ts';
import type { TemplateSource } from './check-sources.ts';

const KEY = /^[a-z][a-z0-9]*(\.[a-z][a-z-]*)?$/;

/** Maps an element, or element.class, to declarations for a `style` attribute. */
export function proseStyles({ path, text }: TemplateSource): {
  styles: Record<string, string>;
  problems: Problem[];
} {
  const styles: Record<string, string> = {};
  const problems: Problem[] = [];
  const plain = text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '));
  for (const rule of plain.matchAll(/([^{}]+)\{((?:\{\{[^{}]*\}\}|[^{}])*)\}/g)) {
    const declarations = rule[2]!
      .replace(/\s+/g, ' ')
      .replace(/\s*([:;,])\s*/g, '$1')
      .trim();
    const line = plain.slice(0, rule.index + rule[1]!.search(/\S/)).split('\n').length;
    for (const key of rule[1]!.split(',').map((selector) => selector.trim())) {
      if (KEY.test(key) && !declarations.includes('"')) styles[key] = declarations;
      else
        problems.push({
          file: path,
          line,
          level: 'error',
          message: `${key} cannot be an inline style.`,
          remedy: 'Write one element, or element.class, and single quotes.',
        });
    }
  }
  return { styles, problems };
}
