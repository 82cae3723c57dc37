/** A finding: what one look at a machine, an account or a domain showed, and what to do about it. */

/** `note`: worth knowing, or what could not be looked at; it stands in nobody's way. */
export type Finding = {
  /** What was looked at, in a word or two. */
  check: string;
  level: 'good' | 'note' | 'wrong';
  /** One sentence. */
  says: string;
  /** One sentence; empty where there is nothing to do. */
  remedy: string;
};

export const ok = (check: string, says: string): Finding => ({ check, level: 'good', says, remedy: '' });
export const info = (check: string, says: string, remedy = ''): Finding => ({
  check,
  level: 'note',
  says,
  remedy,
});
export const problem = (check: string, says: string, remedy: string): Finding => ({
  ...{ check, level: 'wrong', says, remedy },
});
