/** The sign-up form in a crowd: the form comes back with a challenge (proof of work) and a ticket, and either lets it pass. */
import type { Context } from 'hono';
import type { SignUpPass } from '../../domain/limits/sign-up-tier.ts';
import { FIELD } from '../../domain/site/form-fields.ts';
import { SECOND } from '../../domain/time/instant.ts';
import { type Bearer, offerPass, type PassPorts } from '../../flows/limits/sign-up-challenge.ts';
import type { PageContext } from '../../pages/parts/context.ts';
import type { SignUpChallenge } from '../../pages/sign-up-challenge.ts';
import { SCRIPT_POLICY } from '../http/headers.ts';
import type { Form } from './form.ts';

/** `early`: milliseconds until the form's ticket becomes valid. */
export type BroughtPass = { pass: SignUpPass; early?: number };

/**
 * The challenge and the ticket for the form; undefined if neither helps now. Sets the Content-Security-Policy that lets this page run its
 * script. The answer is the same for every address, because none was looked up yet.
 */
export async function prepareChallenge(
  c: Context,
  ports: PassPorts,
  about: { form: Form; context: PageContext; bearer: Bearer; brought: BroughtPass },
): Promise<SignUpChallenge | undefined> {
  const { form, context, bearer, brought } = about;
  const offer = await offerPass(ports, bearer);
  if (!offer) return undefined;
  const { early } = brought;
  const wait = early === undefined ? offer.ticket : { text: form.field(FIELD.ticket), wait: early };
  // An editor's preview has its own policy, which allows our scripts anyway.
  if (offer.challenge !== undefined && !context.preview) c.header('Content-Security-Policy', SCRIPT_POLICY);
  const isAgain = form.field(FIELD.proof) !== '';
  return {
    challenge: offer.challenge,
    ticket: wait && { text: wait.text, seconds: Math.ceil(wait.wait / SECOND) },
    isAgain,
    isEarly: early !== undefined,
  };
}
