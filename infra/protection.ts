/**
 * Decides on termination protection, which begins with the second deployment. CDK switches protection on before it makes any resource, and
 * the stack of a first deployment that failed must be deleted by the next one: protected, it could not be.
 */

/** Statuses of a stack that was never complete: CDK deletes its remains and begins anew. */
const UNMADE =
  /^(REVIEW_IN_PROGRESS|CREATE_(IN_PROGRESS|FAILED)|ROLLBACK_(IN_PROGRESS|COMPLETE|FAILED)|DELETE_\w+)$/;

/** `ask` returns the stack's status, undefined if there is no stack. If `ask` throws, the stack is protected. */
export const isToBeProtected = (ask: () => Promise<string | undefined>): Promise<boolean> =>
  ask().then(
    (status) => status !== undefined && !UNMADE.test(status),
    () => true,
  );
