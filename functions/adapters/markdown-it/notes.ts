/**
 * Collects the footnotes of markdown-it-footnote at the end of the body in one pass. The plugin's own rule copies all tokens for each note
 * and took five minutes for a text of nothing but notes.
 */
import type { MarkdownIt, StateCore, Token } from 'markdown-it';

/** A note in the plugin's `env.footnotes`: inline notes have `tokens`, notes defined elsewhere have a `label`. */
type NoteRecord = { label?: string; tokens?: Token[]; content?: string; count?: number };

export const gatherNotes = (md: MarkdownIt): void => md.core.ruler.at('footnote_tail', collectNotes);

function collectNotes(state: StateCore): void {
  const { footnotes } = state.env as { footnotes?: { list?: NoteRecord[] } };
  if (!footnotes) return;
  const { body, defined } = separateDefinitions(state.tokens);
  const { list } = footnotes;
  if (list) {
    body.push(new state.Token('footnote_block_open', '', 1));
    list.forEach((note, id) => {
      pushNote(state, body, note, id, defined);
    });
    body.push(new state.Token('footnote_block_close', '', -1));
  }
  state.tokens = body;
}

/** Separates the definitions of notes from the body. A definition inside another one becomes a definition of its own. */
function separateDefinitions(tokens: readonly Token[]): { body: Token[]; defined: Map<string, Token[]> } {
  const body: Token[] = [];
  const defined = new Map<string, Token[]>();
  const open: Token[][] = [];
  for (const token of tokens) {
    if (token.type === 'footnote_reference_open') {
      const inside: Token[] = [];
      defined.set(String(token.meta?.label), inside);
      open.push(inside);
    } else if (token.type === 'footnote_reference_close') open.pop();
    else (open.at(-1) ?? body).push(token);
  }
  return { body, defined };
}

function pushNote(
  state: StateCore,
  body: Token[],
  note: NoteRecord,
  id: number,
  defined: ReadonlyMap<string, Token[]>,
): void {
  const make = (type: string, tag: string, nesting: -1 | 0 | 1, fields: Partial<Token>) =>
    Object.assign(new state.Token(type, tag, nesting), fields);
  body.push(make('footnote_open', '', 1, { meta: { id } }));
  if (note.tokens) {
    body.push(make('paragraph_open', 'p', 1, { level: 1 }));
    body.push(make('inline', '', 0, { children: note.tokens, content: note.content ?? '', level: 2 }));
    body.push(make('paragraph_close', 'p', -1, { level: 1 }));
  } else for (const token of defined.get(note.label ?? '') ?? []) body.push(token);
  const last = body.at(-1)?.type === 'paragraph_close' ? body.pop() : undefined;
  for (let subId = 0; subId < Math.max(1, note.count ?? 1); subId++)
    body.push(make('footnote_anchor', '', 0, { meta: { id, subId } }));
  if (last) body.push(last);
  body.push(make('footnote_close', '', -1, {}));
}
