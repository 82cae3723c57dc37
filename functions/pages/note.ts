/** One short page that says what happened and what comes next. */
import type { PageContext } from './parts/context.ts';
import { formPage } from './parts/form-page.ts';
import { html } from './parts/markup.ts';
import { signup } from './parts/words.ts';

/**
 * Words: `signup.note-<id>` and `signup.note-<id>-text`.
 * signed-up: the same whether or not the address is known · link-sent · address-asked: the new address has mail ·
 * address-changed · erased · undone: back on the list · outlived: a link of before an
 * erasure · of an alert, for an editor with a proof's link: too-late,
 * cancelled, released, not-released, paused.
 */
export const NOTES = [
  'signed-up',
  'link-sent',
  'address-asked',
  'address-changed',
  'erased',
  'undone',
  'outlived',
  'too-late',
  'cancelled',
  'released',
  'not-released',
  'paused',
] as const;
export type Note = (typeof NOTES)[number];

export type NoteView = { note: Note; values?: Readonly<Record<string, string>> };

export function notePage(context: PageContext, { note, values = {} }: NoteView): string {
  const all = { title: context.publication.title, run: '', ...values };
  return formPage(context, {
    title: signup(context, `note-${note}`, all),
    lede: signup(context, `note-${note}-text`, all),
    path: '/',
    body: html`<p class="actions"><a class="button button-quiet" href="/">${signup(context, 'to-front')}</a></p>`,
  });
}
