/** The sign-up form, its honeypot and its POST: a form with a fault comes back, and the answer is the same for every address. */
import type { Context, Hono } from 'hono';
import { isBroadsheetError } from '../../domain/error.ts';
import { createRipeStamp, hashFormWords, readStamp, stampForm } from '../../domain/limits/form-tokens.ts';
import { CrowdedError, type SignUpPass } from '../../domain/limits/sign-up-tier.ts';
import { FIELD } from '../../domain/site/form-fields.ts';
import { type AddressFault, parseAddress, readAddress } from '../../domain/subscribers/address.ts';
import { suggestAddress } from '../../domain/subscribers/address-suggestion.ts';
import { type Bearer, type PassPorts, readPass } from '../../flows/limits/sign-up-challenge.ts';
import { takeStamp } from '../../flows/limits/sign-up-limits.ts';
import { subscribe } from '../../flows/subscribers/subscribe.ts';
import type { SubscriberPorts } from '../../flows/subscribers/subscriber-ports.ts';
import { notePage } from '../../pages/note.ts';
import type { PageContext } from '../../pages/parts/context.ts';
import { consentText, type SignUpForm, subscribePage } from '../../pages/subscribe.ts';
import {
  type Form,
  guardForms,
  padResponseTime,
  type ResponsePadding,
  readForm,
  UNSTORED_HEADERS,
} from './form.ts';
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
  newsletters: publication.newsletters.filter((n) => n.default && !n.retired).map((n) => n.id),
  topics: [],
  stamp: stampForm(secrets, clock(), clientAddress(c)),
});

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
  const early = checkForm(ports, form, filled, client);
  if (early) return back(early.changes, early.status);
  const bearer = { email: filled.email, client };
  const shown = { proof: form.field(FIELD.proof), ticket: form.field(FIELD.ticket) };
  const isBrought = shown.proof !== '' || shown.ticket !== '';
  const brought = isBrought ? await readPass(ports, shown, bearer) : WITHOUT_PASS;
  const sheet = { form, context, filled, bearer, pass: brought.pass };
  // A ticket that comes too early is told how long to wait, and does not count as an attempt.
  const problem = brought.early === undefined ? await submitSignUp(ports, sheet) : 'crowded';
  if (problem === undefined) return answer();
  if (problem === 'stamp')
    return back({ problem, stamp: createRipeStamp(ports.secrets, ports.clock(), client) });
  const stamp = form.field(FIELD.formToken);
  if (problem === 'newsletter') return back({ problem, stamp });
  const crowd =
    problem === 'crowded' && (await prepareChallenge(c, ports, { form, context, bearer, brought }));
  if (crowd) return back({ crowd, stamp }, 200);
  c.header('Retry-After', '3600');
  return back({ problem: 'too-many', stamp }, 429);
}

/** Most sign-ups bring no pass, because the form asks for one only while it is crowded. */
const WITHOUT_PASS: Awaited<ReturnType<typeof readPass>> = { pass: { tier: 'open' } };

type FilledForm = { form: Form; context: PageContext; filled: SignUpForm; bearer: Bearer; pass: SignUpPass };

/** Hands the sign-up on; returns the problem, or undefined if there was none. A failed sign-up uses up no stamp. */
async function submitSignUp(
  ports: SubscribePorts,
  { form, context, filled, bearer, pass }: FilledForm,
): Promise<'crowded' | 'too-many' | 'newsletter' | 'stamp' | undefined> {
  const giveBack = await takeStamp(ports, form.field(FIELD.formToken), bearer.client);
  if (!giveBack) return 'stamp';
  try {
    await subscribe(ports, {
      ...bearer,
      newsletters: form.all(FIELD.newsletter),
      topics: filled.topics,
      source: 'form',
      form: hashFormWords(consentText(context.words, context.publication)),
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

/** Checks the form without the store: returns the changes with which it comes back, or undefined if it passes. */
function checkForm(
  { secrets, clock }: SubscriberPorts,
  form: Form,
  { email }: SignUpForm,
  client: string,
): { changes: Partial<SignUpForm>; status: 200 | 400 } | undefined {
  const stamp = form.field(FIELD.formToken);
  const ripe = createRipeStamp(secrets, clock(), client);
  if (stamp === '') return { changes: { stamp: ripe }, status: 200 };
  const age = readStamp(secrets, stamp, clock(), client);
  // Sent too quickly: the same stamp is old enough at the next press.
  if (age === 'early') return { changes: { problem: 'stamp', stamp }, status: 400 };
  // Too old, or issued to the network that a telephone was in before: one press more is enough.
  if (age !== 'fine') return { changes: { problem: 'stamp', stamp: ripe }, status: 400 };
  const wrong = findAddressFault(email);
  if (wrong !== undefined) return { changes: { problem: 'email', fault: wrong, stamp }, status: 400 };
  const suggestion = form.field(FIELD.use) === '' ? suggestAddress(parseAddress(email).email) : undefined;
  return suggestion === undefined ? undefined : { changes: { suggestion, stamp }, status: 200 };
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
