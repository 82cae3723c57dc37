/** Routes of the preferences page: choice, pause, unsubscribe, and the request for the one-hour link that may do more. */
import type { Context, Hono } from 'hono';
import { BroadsheetError } from '../../domain/error.ts';
import { FIELD, type FormIntent } from '../../domain/site/form-fields.ts';
import type { RowRef } from '../../domain/subscribers/forward.ts';
import { signLink } from '../../domain/subscribers/signed-link.ts';
import {
  type Preferences,
  pauseLetters,
  requestManageLink,
  savePreferences,
  showPreferences,
  unsubscribeByPreferences,
} from '../../flows/subscribers/preferences.ts';
import {
  formerSubscriberPage,
  type Preferences as PreferencesView,
  preferencesPage,
} from '../../pages/preferences.ts';
import { unsubscribedPage } from '../../pages/unsubscribe.ts';
import { type Form, readForm } from './form.ts';
import type { LinkPorts } from './link-ports.ts';

export function mountPreferences(app: Hono, ports: LinkPorts): void {
  app.get('/preferences/:token', async (c) => {
    const token = c.req.param('token');
    return renderPreferences(c, ports, token, await showPreferences(ports, token));
  });
  app.post('/preferences/:token', async (c) => {
    const token = c.req.param('token');
    const form = await readForm(c);
    return handlePreferences(c, ports, token, form, form.field(FIELD.intent) as FormIntent);
  });
}

async function handlePreferences(
  c: Context,
  ports: LinkPorts,
  token: string,
  form: Form,
  intent: FormIntent,
): Promise<Response> {
  const show = (preferences: Preferences, said: PreferencesView['said'], why?: string) =>
    renderPreferences(c, ports, token, preferences, said, why);
  switch (intent) {
    case 'save': {
      const wanted = { newsletters: form.all(FIELD.newsletter), topics: form.all(FIELD.topic) };
      const { saved, id, epoch, left, ...preferences } = await savePreferences(ports, token, wanted);
      const why = left[0] === undefined ? undefined : makeReasonLink(ports, { id, epoch }, left[0]);
      return show(preferences, saved ? 'saved' : 'none-left', why);
    }
    case 'pause':
      return show(await pauseLetters(ports, token, Number(form.field(FIELD.pause)) || Number.NaN), 'paused');
    case 'resume':
      return show(await pauseLetters(ports, token, 0), 'resumed');
    case 'link':
      return show(await requestManageLink(ports, token), 'link-sent');
    case 'leave':
      return handleLeaveAll(c, ports, token);
    default:
      throw new BroadsheetError('invalid', 'No button was pressed.', {
        remedy: 'Press one of those on the page.',
      });
  }
}

async function renderPreferences(
  c: Context,
  ports: LinkPorts,
  token: string,
  { address, status, ...choice }: Preferences,
  said?: PreferencesView['said'],
  why?: string,
): Promise<Response> {
  if (status === 'unknown') {
    throw new BroadsheetError('gone', 'There is nobody behind this link any more.', {
      remedy: 'Sign up again.',
    });
  }
  const context = await ports.context();
  const whose = { token, masked: address };
  if (status !== 'active')
    return c.html(formerSubscriberPage(context, { ...whose, ...(said === 'link-sent' && { said }) }));
  return c.html(
    preferencesPage(context, {
      ...whose,
      ...choice,
      ...(said && { said }),
      ...(why !== undefined && { why }),
    }),
  );
}

/** The form that asks for a reason posts to an unsubscribe link, as in a letter. */
const makeReasonLink = ({ secrets }: LinkPorts, { id: subject, epoch }: RowRef, about: string): string =>
  signLink(secrets, { purpose: 'unsubscribe', subject, about, expires: undefined, epoch });

async function handleLeaveAll(c: Context, ports: LinkPorts, token: string): Promise<Response> {
  const left = await unsubscribeByPreferences(ports, token);
  const { undo } = left;
  const next = makeReasonLink(ports, left, '');
  const context = await ports.context();
  return c.html(unsubscribedPage(context, { token: next, newsletter: undefined, undo, thanked: false }));
}
