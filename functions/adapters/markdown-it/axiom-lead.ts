/** Finds the axiom of a paragraph (run-in heading): a bold lead-in with a colon, inside or right behind the bold text. */
import type { Token } from 'markdown-it';
import { axiomKey, findNearAxiom } from '../../domain/publication/axioms.ts';

export type AxiomLead = { axiom: string; lead: string; rest: readonly Token[] };

const COLON = /[:：]\s*$/;

export function findAxiomLead(
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

/** The bold lead-in with a colon that opens a paragraph, and the axiom that it nearly is. Undefined if it is near none. */
export function findNearLead(
  children: readonly Token[],
  axioms: ReadonlyMap<string, string>,
): { lead: string; axiom: string } | undefined {
  const [open, words, shut, after] = children.filter(
    (token) => token.type !== 'text' || token.content !== '',
  );
  if (open?.type !== 'strong_open' || words?.type !== 'text' || shut?.type !== 'strong_close')
    return undefined;
  const { content } = words;
  if (!COLON.test(content) && !(after?.type === 'text' && /^\s?[:：]/.test(after.content))) return undefined;
  if (content.length > MAX_LEAD_CHARACTERS || axioms.has(axiomKey(content))) return undefined;
  const axiom = findNearAxiom(content, axioms.values());
  return axiom === undefined ? undefined : { lead: content.replace(COLON, ''), axiom };
}

/** No axiom is longer. */
const MAX_LEAD_CHARACTERS = 60;
