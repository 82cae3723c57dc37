/** The sign-up form, its honeypot and its POST: a form with a fault comes back, and the answer is the same for every address. */
import type { Context, Hono } from 'hono';
import { isBroadsheetError } from '../../domain/error.ts';
import { createRipeStamp, hashFormWords, readStamp, stampForm } from '../../domain/limits/form-tokens.ts';
import { CrowdedError, type SignUpPass } from '../../domain/limits/sign-up-tier.ts';
import type { Newsletter } from '../../domain/publication/publication.ts';
import { FIELD } from '../../domain/site/form-fields.ts';
import { type AddressFault, parseAddress, readAddress } from '../../domain/subscribers/address.ts';
import { suggestAddress } from '../../domain/subscribers/address-suggestion.ts';
import { type Bearer, type PassPorts, readPass } from '../../flows/limits/sign-up-challenge.ts';
import { takeStamp, takeUnstamped } from '../../flows/limits/sign-up-limits.ts';
import { subscribe } from '../../flows/subscribers/subscribe.ts';
import type { SubscriberPorts } from '../../flows/subscribers/subscriber-ports.ts';
import { notePage } from '../../pages/note.ts';
import { consentText } from '../../pages/parts/consent.ts';
import type { PageContext } from '../../pages/parts/context.ts';
import { type SignUpForm, subscribePage } from '../../pages/subscribe.ts';
import {
  type Form,
  guardForms,
  padResponseTime,
  type ResponsePadding,
  readForm,
  UNSTORED_HEADERS,
} from './form.ts';
import { readNewsletterForm } from './newsletter-form.ts';
import { prepareChallenge } from './sign-up-challenge.ts';

export type SubscribePorts = SubscriberPorts &
  Pick<PassPorts, 'proofs'> & {
    context(): Promise<PageContext>;
    /** The client's IP address, from a source that clients cannot forge: the socket, or a trusted proxy. */
    clientAddress(c: Context): string;
    /** Opens the store, so that the opening is not measured with the work. */
    warm?(): Promise<unknown>;
  };

export function mountSubscribe(
  app: Hono,
  ports: SubscribePorts,
  padResponse: ResponsePadding = padResponseTime,
): void {
  guardForms(app, '/subscribe', UNSTORED_HEADERS);
  app.get('/subscribe', async (c) => {
    const context = await ports.context();
    const wanted = c.req.queries(FIELD.newsletter) ?? [];
    return c.html(
      subscribePage(context, {
        ...createEmptySignUp(c, ports, context),
        ...(wanted.length > 0 && { newsletters: wanted }),
      }),
    );
  });
  app.post('/subscribe', (c) => handleSubscribe(c, ports, padResponse));
}

const createEmptySignUp = (
  c: Context,
  { secrets, clock, clientAddress }: SubscribePorts,
  { publication }: PageContext,
): SignUpForm => ({
  email: '',
  newsletters: chosenAtFirst(publication.newsletters.filter((n) => !n.retired)),
  topics: [],
  stamp: stampForm(secrets, clock(), clientAddress(c)),
});

/** A newsletter that is the only one needs no choice. */
const chosenAtFirst = (open: readonly Newsletter[]): string[] =>
  open.filter((n) => n.default || open.length === 1).map((n) => n.id);

async function handleSubscribe(
  c: Context,
  ports: SubscribePorts,
  padResponse: ResponsePadding,
): Promise<Response> {
  const form = await readForm(c);
  const [context] = await Promise.all([ports.context(), ports.warm?.()]);
  // Only the store's time is measured. With a cold start or a slow upload in it, every answer would be padded for minutes.
  const [settled, since] = [padResponse(), performance.now()];
  const answer = async () => {
    await padResponse.took?.(performance.now() - since);
    await settled;
    return c.html(notePage(context, { note: 'signed-up' }));
  };
  if (form.field(FIELD.honeypot) !== '') return answer();
  const filled = fillSignUp(form, createEmptySignUp(c, ports, context));
  const back = (changes: Partial<SignUpForm>, status: 200 | 400 | 429 = 400) =>
    c.html(subscribePage(context, { ...filled, ...changes }), status);
  const client = ports.clientAddress(c);
  const isStamped = form.field(FIELD.formToken) !== '';
  const consent = isStamped ? undefined : readNewsletterForm(c, form, context);
  const ripe = createRipeStamp(ports.secrets, ports.clock(), client);
  const early = checkForm(ports, { form, client, ripe, isWhole: consent !== undefined }, filled);
  if (early) return back(early.changes, early.status);
  const bearer = { email: filled.email, client };
  const shown = { proof: form.field(FIELD.proof), ticket: form.field(FIELD.ticket) };
  const isBrought = shown.proof !== '' || shown.ticket !== '';
  const brought = isBrought ? await readPass(ports, shown, bearer) : WITHOUT_PASS;
  const sheet = { form, context, filled, bearer, consent, pass: brought.pass };
  // A ticket that comes too early is told how long to wait, and does not count as an attempt.
  const problem = brought.early === undefined ? await submitSignUp(ports, sheet) : 'crowded';
  if (problem === undefined) return answer();
  // The form of one newsletter comes back as the full one, and without a fault: nobody did anything wrong.
  if (problem === 'stamp' && consent !== undefined) return back({ stamp: ripe }, 200);
  if (problem === 'stamp') return back({ problem, stamp: ripe });
  const stamp = form.field(FIELD.formToken) || ripe;
  if (problem === 'newsletter') return back({ problem, stamp });
  const crowd =
    problem === 'crowded' && (await prepareChallenge(c, ports, { form, context, bearer, brought }));
  if (crowd) return back({ crowd, stamp }, 200);
  c.header('Retry-After', '3600');
  return back({ problem: 'too-many', stamp }, 429);
}

/** Most sign-ups bring no pass, because the form asks for one only while it is crowded. */
const WITHOUT_PASS: Awaited<ReturnType<typeof readPass>> = { pass: { tier: 'open' } };

/** `consent`: the hash of the words in the form of one newsletter; undefined for the full form. */
type FilledForm = {
  form: Form;
  context: PageContext;
  filled: SignUpForm;
  bearer: Bearer;
  consent: string | undefined;
  pass: SignUpPass;
};

/** Hands the sign-up on; returns the problem, or undefined if there was none. A failed sign-up uses up no stamp. */
async function submitSignUp(
  ports: SubscribePorts,
  { form, context, filled, bearer, consent, pass }: FilledForm,
): Promise<'crowded' | 'too-many' | 'newsletter' | 'stamp' | undefined> {
  const giveBack = await (consent === undefined
    ? takeStamp(ports, form.field(FIELD.formToken), bearer.client)
    : takeUnstamped(ports, bearer.client));
  if (!giveBack) return 'stamp';
  try {
    await subscribe(ports, {
      ...bearer,
      newsletters: form.all(FIELD.newsletter),
      topics: filled.topics,
      source: 'form',
      form: consent ?? hashFormWords(consentText(context.words, context.publication)),
      pass,
    });
    return undefined;
  } catch (error) {
    await giveBack();
    const problem = problemOf(error);
    if (!problem) throw error;
    return problem;
  }
}

/** The sign-up as typed and ticked, with a fresh stamp. */
function fillSignUp(form: Form, { newsletters, stamp }: SignUpForm): SignUpForm {
  const ticked = form.all(FIELD.newsletter);
  // The short form has no boxes to tick. In the full form, no ticked box is a fault.
  const isShort = form.field(FIELD.formToken) === '' && ticked.length === 0;
  return {
    email: form.field(form.field(FIELD.use) === 'yes' ? FIELD.suggested : FIELD.email).slice(0, 320),
    newsletters: isShort ? newsletters : ticked,
    topics: form.all(FIELD.topic),
    stamp,
  };
}

type FormChanges = { changes: Partial<SignUpForm>; status: 200 | 400 };
/** `ripe`: a new stamp that is old enough at once. `isWhole`: the form of one newsletter, which needs no stamp. */
type GivenForm = { form: Form; client: string; ripe: string; isWhole: boolean };

/** Checks the form without the store: returns the changes with which it comes back, or undefined if it passes. */
function checkForm(ports: SubscriberPorts, given: GivenForm, { email }: SignUpForm): FormChanges | undefined {
  const { form, ripe, isWhole } = given;
  const refused = isWhole ? undefined : checkStamp(ports, given);
  if (refused) return refused;
  const stamp = form.field(FIELD.formToken) || ripe;
  const wrong = findAddressFault(email);
  if (wrong !== undefined) return { changes: { problem: 'email', fault: wrong, stamp }, status: 400 };
  const suggestion = form.field(FIELD.use) === '' ? suggestAddress(parseAddress(email).email) : undefined;
  return suggestion === undefined ? undefined : { changes: { suggestion, stamp }, status: 200 };
}

function checkStamp(
  { secrets, clock }: SubscriberPorts,
  { form, client, ripe }: GivenForm,
): FormChanges | undefined {
  const stamp = form.field(FIELD.formToken);
  if (stamp === '') return { changes: { stamp: ripe }, status: 200 };
  const age = readStamp(secrets, stamp, clock(), client);
  // Sent too quickly: the same stamp is old enough at the next press.
  if (age === 'early') return { changes: { problem: 'stamp', stamp }, status: 400 };
  // Too old, or issued to the network that a telephone was in before: one press more is enough.
  return age === 'fine' ? undefined : { changes: { problem: 'stamp', stamp: ripe }, status: 400 };
}

/** The fault of a typed address; undefined if there is none. */
export function findAddressFault(email: string): AddressFault | undefined {
  const read = readAddress(email);
  return typeof read === 'string' ? read : undefined;
}

/** The problem to show for an error. The address was checked before, so `invalid` means the choice of newsletters. */
function problemOf(error: unknown): 'crowded' | 'too-many' | 'newsletter' | undefined {
  if (error instanceof CrowdedError) return 'crowded';
  if (!isBroadsheetError(error)) return undefined;
  return error.code === 'too-many' ? 'too-many' : error.code === 'invalid' ? 'newsletter' : undefined;
}
