/** Finds a paragraph's axiom (run-in heading): a bold lead-in with a colon, inside or right behind the bold. */
import type { Token } from 'markdown-it';
import { axiomKey } from '../../domain/publication/axioms.ts';

export type AxiomLead = { axiom: string; lead: string; rest: readonly Token[] };

const COLON = /[:：]\s*$/;

export function axiomLead(
  children: readonly Token[],
  axioms: ReadonlyMap<string, string>,
): AxiomLead | undefined {
  const first = children.findIndex((token) => token.type !== 'text' || token.content !== '');
  const [open, words, shut, ...rest] = children.slice(first, first + 3);
  if (
    open?.type !== 'strong_open' ||
    words?.type !== 'text' ||
    shut?.type !== 'strong_close' ||
    rest.length > 0
  )
    return undefined;
  const axiom = axioms.get(axiomKey(words.content));
  if (axiom === undefined) return undefined;
  const after = children.slice(first + 3);
  if (COLON.test(words.content)) return { axiom, lead: words.content.trimEnd(), rest: after };
  const next = after.find((token) => token.type !== 'text' || token.content !== '');
  if (next?.type !== 'text' || !/^\s?[:：]/.test(next.content)) return undefined;
  const lead = `${words.content.trimEnd()}:`;
  next.content = next.content.replace(/^\s?[:：]/, '');
  return { axiom, lead, rest: after };
}
