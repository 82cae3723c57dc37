/**
 * Termination protection, from the second deployment on. The CDK switches it on before anything is made; a first deployment that
 * fails leaves a stack that the next one has to delete, and could not.
 */

/** A stack that has never been whole: the CDK deletes what is left of it, and begins anew. */
const UNMADE =
  /^(REVIEW_IN_PROGRESS|CREATE_(IN_PROGRESS|FAILED)|ROLLBACK_(IN_PROGRESS|COMPLETE|FAILED)|DELETE_\w+)$/;

/** `ask`: CloudFormation's status of the stack, undefined where there is none. A stack is protected, too, where nobody can be asked. */
export const isToBeProtected = (ask: () => Promise<string | undefined>): Promise<boolean> =>
  ask().then(
    (status) => status !== undefined && !UNMADE.test(status),
    () => true,
  );
