/** Notices: confirmation, welcome, a link asked for, an alarm, and a proof of a letter. */
import type { Letter } from '../domain/letter.ts';
import type { LetterView } from './assemble.ts';

/**
 * `about`, by kind. confirm, welcome: `newsletters` (ids, comma-separated). link: `purpose` (a LinkPurpose). alarm: `message`,
 * `remedy`. proof: `readers` (a number), `goesAt` (epoch ms as text, or empty: nobody has set a time), `reason`.
 */
export type NoticeContent = {
  kind: 'confirm' | 'welcome' | 'link' | 'proof' | 'alarm';
  about: Readonly<Record<string, string>>;
};

/** `letter`: what a proof shows; needed for `proof` only. */
export async function assembleNotice(
  view: LetterView,
  notice: NoticeContent,
  extra: { base: string; letter?: Letter },
): Promise<Letter> {
  throw new Error(`not yet: ${view.now} ${notice.kind} ${extra.base}`);
}
