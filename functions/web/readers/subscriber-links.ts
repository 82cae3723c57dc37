/** Routes of the signed links in letters: GET shows a page, POST acts, a replay changes nothing. No cookie, no redirect, no session. */
import type { Context, Hono } from 'hono';
import { BroadsheetError, isBroadsheetError } from '../../domain/error.ts';
import type { Newsletter } from '../../domain/publication/publication.ts';
import { FIELD, type FormIntent } from '../../domain/site/form-fields.ts';
import type { RowRef } from '../../domain/subscribers/forward.ts';
import { type LinkPurpose, signLink } from '../../domain/subscribers/signed-link.ts';
import { type ConfirmationState, confirm, showConfirmation } from '../../flows/subscribers/confirm.ts';
import { createOutlivedError } from '../../flows/subscribers/follow-link.ts';
import type { SubscriberPorts } from '../../flows/subscribers/subscriber-ports.ts';
import type { UnsubscribeState } from '../../flows/subscribers/unsubscribe.ts';
import {
  saveReason,
  showUnsubscribe,
  undoUnsubscribe,
  unsubscribe,
} from '../../flows/subscribers/unsubscribe.ts';
import { confirmExpiredPage, confirmedPage, confirmPage } from '../../pages/confirm.ts';
import { notePage } from '../../pages/note.ts';
import type { PageContext } from '../../pages/parts/context.ts';
import { unsubscribedPage, unsubscribePage } from '../../pages/unsubscribe.ts';
import { type Form, guardForms, padResponseTime, type ResponsePadding, readForm } from './form.ts';
import type { LinkPorts } from './link-ports.ts';
import { mountManage } from './manage.ts';
import { mountPreferences } from './preferences.ts';

export function mountSubscriberLinks(
  app: Hono,
  ports: LinkPorts,
  padResponse: ResponsePadding = padResponseTime,
): void {
  for (const purpose of ['confirm', 'unsubscribe', 'preferences', 'manage'] satisfies LinkPurpose[]) {
    guardForms(app, `/${purpose}/:token`);
  }
  mountConfirm(app, ports);
  mountUnsubscribe(app, ports);
  mountPreferences(app, ports);
  mountManage(app, ports, padResponse);
}

function mountConfirm(app: Hono, ports: LinkPorts): void {
  app.get('/confirm/:token', async (c) => {
    const token = c.req.param('token');
    return renderConfirmation(c, ports, token, await showConfirmation(ports, token));
  });
  app.post('/confirm/:token', async (c) => {
    const token = c.req.param('token');
    return renderConfirmation(c, ports, token, await confirm(ports, token, ports.clientAddress?.(c)));
  });
}

async function renderConfirmation(
  c: Context,
  ports: LinkPorts,
  token: string,
  { state, kind, id, epoch, newsletters }: ConfirmationState,
) {
  const context = await ports.context();
  const named = newsletters.flatMap((wanted) => findNewsletter(context, wanted) ?? []);
  if (state === 'open') return c.html(confirmPage(context, { token, newsletters: named, kind }));
  if (state === 'done')
    return c.html(
      confirmedPage(context, {
        ...{ newsletters: named, kind },
        preferences: makePreferencesLink(ports, { id, epoch }),
      }),
    );
  if (state === 'expired') return c.html(confirmExpiredPage(context, { token }), 410);
  if (state === 'renewed') return c.html(notePage(context, { note: 'signed-up' }));
  throw new BroadsheetError('gone', 'Nothing waits for this link any more.', { remedy: 'Sign up again.' });
}

const findNewsletter = ({ publication }: PageContext, id: string): Newsletter | undefined =>
  publication.newsletters.find((n) => n.id === id);

const makePreferencesLink = ({ secrets }: SubscriberPorts, { id: subject, epoch }: RowRef): string =>
  signLink(secrets, { purpose: 'preferences', subject, about: '', expires: undefined, epoch });

function mountUnsubscribe(app: Hono, ports: LinkPorts): void {
  app.get('/unsubscribe/:token', async (c) => {
    const token = c.req.param('token');
    return answerOutlivedLink(c, ports, async () =>
      c.html(renderUnsubscribe(ports, await ports.context(), token, await showUnsubscribe(ports, token))),
    );
  });
  app.post('/unsubscribe/:token', async (c) => {
    const token = c.req.param('token');
    const form = await readOptionalForm(c);
    const intent = form?.field(FIELD.intent) as FormIntent | '' | undefined;
    if (form && intent)
      return answerOutlivedLink(c, ports, () => handleUnsubscribe(c, ports, token, form, intent));
    return handleOneClick(c, ports, token);
  });
}

/** One-click unsubscribe (RFC 8058): programs get a plain-text answer, whatever they accept. */
async function handleOneClick(c: Context, ports: LinkPorts, token: string): Promise<Response> {
  try {
    await unsubscribe(ports, token, { scope: 'one', how: 'one-click' });
    return c.text('You are unsubscribed.\n');
  } catch (error) {
    if (!isBroadsheetError(error) || error.code !== 'gone') throw error;
    return c.text(`${error.message} ${error.remedy}\n`, 410);
  }
}

/** Answers a link older than an erasure whose address has signed up again. Nothing was done, and the page says which link works. */
async function answerOutlivedLink(
  c: Context,
  ports: LinkPorts,
  work: () => Promise<Response>,
): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!isBroadsheetError(error) || error.message !== createOutlivedError().message) throw error;
    return c.html(notePage(await ports.context(), { note: 'outlived' }), 410);
  }
}

function renderUnsubscribe(
  ports: LinkPorts,
  context: PageContext,
  token: string,
  leaving: UnsubscribeState,
): string {
  const { trusted, status } = leaving;
  const preferences = trusted && status === 'active' ? makePreferencesLink(ports, leaving) : undefined;
  const newsletter = findNewsletter(context, leaving.newsletter);
  return unsubscribePage(context, { token, masked: leaving.address || '…', newsletter, preferences });
}

/** RFC 8058 posts hold a form of either type, or a mail service's version of one. Every body counts as a wish to unsubscribe. */
const readOptionalForm = (c: Context): Promise<Form | undefined> =>
  readForm(c).catch((error: unknown) => {
    if (error instanceof BroadsheetError && (error.code === 'media' || error.code === 'invalid'))
      return undefined;
    throw error;
  });

async function handleUnsubscribe(
  c: Context,
  ports: LinkPorts,
  token: string,
  form: Form,
  intent: FormIntent,
): Promise<Response> {
  const context = await ports.context();
  if (intent === 'undo') {
    await undoUnsubscribe(ports, form.field(FIELD.undo));
    return c.html(notePage(context, { note: 'undone' }));
  }
  if (intent === 'reason') {
    const given = { reason: form.field(FIELD.reason), remark: form.field(FIELD.remark) };
    const left = await saveReason(ports, token, given);
    // The subscriber did not leave, or took it back. The page before has the button they may be looking for.
    if (!left.kept && left.status === 'active') return c.html(renderUnsubscribe(ports, context, token, left));
    return renderUnsubscribed(c, context, token, left, true);
  }
  const scope = intent === 'leave' ? 'all' : 'one';
  return renderUnsubscribed(
    c,
    context,
    token,
    await unsubscribe(ports, token, { scope, how: 'page' }),
    false,
  );
}

function renderUnsubscribed(
  c: Context,
  context: PageContext,
  token: string,
  left: UnsubscribeState,
  thanked: boolean,
) {
  // A subscriber who left the last newsletter has left all.
  const newsletter = left.status === 'active' ? findNewsletter(context, left.newsletter) : undefined;
  return c.html(
    unsubscribedPage(context, { token, newsletter, undo: left.undo, thanked, quiet: !left.trusted }),
  );
}
