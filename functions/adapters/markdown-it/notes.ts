/**
 * Footnotes as markdown-it-footnote parses them, gathered at the end in one pass: the plugin's own code copies all tokens once per note,
 * which takes five minutes for a text of notes only.
 */
import type { MarkdownIt, StateCore, Token } from 'markdown-it';

/** The plugin's data in `env.footnotes`: `tokens` for inline notes, `label` for those defined elsewhere. */
type Note = { label?: string; tokens?: Token[]; content?: string; count?: number };

export const gatherNotes = (md: MarkdownIt): void => md.core.ruler.at('footnote_tail', tail);

function tail(state: StateCore): void {
  const { footnotes } = state.env as { footnotes?: { list?: Note[] } };
  if (!footnotes) return;
  const { body, defined } = apart(state.tokens);
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

/** Separates definitions from the body; a definition inside another one stands for itself. */
function apart(tokens: readonly Token[]): { body: Token[]; defined: Map<string, Token[]> } {
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
  note: Note,
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
