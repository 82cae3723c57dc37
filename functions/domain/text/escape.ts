/** Escaping for HTML, and the characters that no text of ours may hold. */

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Safe in HTML text and in double- or single-quoted attributes. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c]!);

/**
 * Characters XML 1.0 §2.2 forbids or discourages (controls, lone surrogates, U+FFFE, U+FFFF). Removed from content when it
 * is read, so that nothing downstream, feeds and fragment marks included, needs to think of them again.
 */
export const stripForbidden = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/g, '');
