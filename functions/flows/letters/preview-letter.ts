/** Previews an edition as the letter that it would be now, without freezing, queueing or recording anything. */
import { BroadsheetError } from '../../domain/error.ts';
import { previewHtml, previewText } from '../../domain/letters/compose.ts';
import type { Recipient } from '../../domain/letters/letter.ts';
import type { View } from '../release/view.ts';
import { type Assembly, assembleEdition } from './assemble.ts';

export type LetterPreview = Pick<Assembly, 'htmlBytes' | 'pictures'> & {
  subject: string;
  html: string;
  text: string;
};

/** Throws `not-found` if there is no such edition. */
export async function previewLetter(view: View, id: string, base: string): Promise<LetterPreview> {
  const edition = await view.release.edition(id);
  if (!edition)
    throw new BroadsheetError('not-found', `There is no edition "${id}".`, {
      remedy: 'Look at /preview/letters.',
    });
  const { letter, htmlBytes, pictures } = await assembleEdition(view, edition, {
    ...{ base, corrections: [], preview: true },
  });
  const recipient = createPreviewRecipient(base);
  return {
    ...{ subject: letter.subject, htmlBytes, pictures },
    html: previewHtml(letter, recipient) ?? '',
    text: previewText(letter, recipient) ?? '',
  };
}

/** A made-up recipient, whose links lead to real pages and to no subscriber's data. */
const createPreviewRecipient = (base: string): Recipient => ({
  to: { name: '', email: 'reader@example.org' },
  topics: [],
  unsubscribe: `${base}/subscribe`,
  preferences: `${base}/subscribe`,
  action: base,
});
