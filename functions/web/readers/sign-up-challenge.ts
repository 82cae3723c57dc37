/** The sign-up form while many sign up: it comes back with a challenge and a ticket, and is let through with either. */
import type { Context } from 'hono';
import type { Pass } from '../../domain/limits/sign-up-tier.ts';
import { FIELD } from '../../domain/site/form-fields.ts';
import { SECOND } from '../../domain/time/instant.ts';
import { askToll, type Bearer, type PassPorts } from '../../flows/limits/sign-up-challenge.ts';
import type { PageContext } from '../../pages/parts/context.ts';
import type { SignUpChallenge } from '../../pages/sign-up-challenge.ts';
import { SCRIPT_POLICY } from '../http/headers.ts';
import type { Form } from './form.ts';

/** `early`: milliseconds until the ticket that was shown is good. */
export type Brought = { pass: Pass; early?: number };

/**
 * What the form asks for; undefined: nothing helps for now. Sets the policy under which this one page runs its script. The answer is
 * alike for every address: nothing was looked up yet.
 */
export async function askCrowd(
  c: Context,
  ports: PassPorts,
  about: { form: Form; context: PageContext; bearer: Bearer; brought: Brought },
): Promise<SignUpChallenge | undefined> {
  const { form, context, bearer, brought } = about;
  const toll = await askToll(ports, bearer);
  if (!toll) return undefined;
  const { early } = brought;
  const wait = early === undefined ? toll.ticket : { text: form.field(FIELD.ticket), wait: early };
  // An editor's preview has its own policy, which runs scripts of ours anyway.
  if (toll.challenge !== undefined && !context.preview) c.header('Content-Security-Policy', SCRIPT_POLICY);
  const isAgain = form.field(FIELD.proof) !== '';
  return {
    challenge: toll.challenge,
    ticket: wait && { text: wait.text, seconds: Math.ceil(wait.wait / SECOND) },
    isAgain,
    isEarly: early !== undefined,
  };
}
