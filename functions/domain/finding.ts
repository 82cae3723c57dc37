/** A finding (health check result): one result of `doctor` about a machine, an account or a domain, with its remedy. */

/** `note`: worth knowing, or a check that could not run; a note never makes `doctor` fail. */
export type Finding = {
  /** The subject of the check, in a word or two. */
  check: string;
  level: 'good' | 'note' | 'wrong';
  /** One sentence. */
  says: string;
  /** One sentence; empty if there is nothing to do. */
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
