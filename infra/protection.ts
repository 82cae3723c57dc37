/**
 * Termination protection begins with the second deployment. The CDK switches it on before it makes anything, and a first deployment
 * that fails leaves a stack that the next deployment must delete: protected, it could not be deleted.
 */

/** Statuses of a stack that was never complete: the CDK deletes the rest of it and begins anew. */
const UNMADE =
  /^(REVIEW_IN_PROGRESS|CREATE_(IN_PROGRESS|FAILED)|ROLLBACK_(IN_PROGRESS|COMPLETE|FAILED)|DELETE_\w+)$/;

/** `ask` tells the stack's status; undefined: there is no stack. Where it throws, the stack is protected. */
export const isToBeProtected = (ask: () => Promise<string | undefined>): Promise<boolean> =>
  ask().then(
    (status) => status !== undefined && !UNMADE.test(status),
    () => true,
  );
