/** Escapes text for HTML, and removes the characters that no text may hold. */

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** The result is safe in HTML text and in quoted attributes. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c]!);

/**
 * Removes characters that XML 1.0 §2.2 forbids or discourages (controls, lone surrogates, U+FFFE, U+FFFF). All content passes here when it
 * is read, so later steps, such as feeds and fragment marks, can rely on their absence.
 */
export const stripForbidden = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/g, '');
