/** A short page that confirms an action and names the next step. */
import type { PageContext } from './parts/context.ts';
import { formPage } from './parts/form-page.ts';
import { html } from './parts/markup.ts';
import { signup } from './parts/words.ts';

/**
 * Translations: `signup.note-<id>` and `signup.note-<id>-text`. signed-up: the same whether or not the address is known. address-asked:
 * the new address gets a mail. undone: the subscriber is back on the list. outlived: the link is older than an erasure. too-late,
 * cancelled, released, not-released, paused: states of an alert, for an editor with a proof's link.
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
