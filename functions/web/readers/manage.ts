/** Routes of the mailed one-hour link: export of the subscriber's own data, change of address, erasure. */
import type { Context, Hono } from 'hono';
import { BroadsheetError, isBroadsheetError } from '../../domain/error.ts';
import { FIELD } from '../../domain/site/form-fields.ts';
import {
  eraseOwn,
  exportOwnData,
  requestNewAddress,
  showManagement,
} from '../../flows/subscribers/manage.ts';
import { type ManageView, managePage } from '../../pages/manage.ts';
import { notePage } from '../../pages/note.ts';
import { type Form, type ResponsePadding, readForm } from './form.ts';
import type { LinkPorts } from './link-ports.ts';
import { findAddressFault } from './subscribe.ts';

export function mountManage(app: Hono, ports: LinkPorts, padResponse: ResponsePadding): void {
  app.get('/manage/:token', (c) => renderManage(c, ports, c.req.param('token'), {}));
  app.post('/manage/:token', async (c) => {
    const token = c.req.param('token');
    const form = await readForm(c);
    const intent = form.field(FIELD.intent);
    if (intent === 'export') return exportData(c, ports, token);
    if (intent === 'address') return changeAddress(c, ports, token, form, padResponse);
    if (intent === 'erase') return handleErase(c, ports, token, form);
    throw new BroadsheetError('invalid', 'No button was pressed.', {
      remedy: 'Press one of those on the page.',
    });
  });
}

const createGoneError = () =>
  new BroadsheetError('gone', 'Nothing is behind this link any more.', {
    remedy: 'A subscriber gets a new link by the preferences page of a newer letter.',
  });

async function renderManage(
  c: Context,
  ports: LinkPorts,
  token: string,
  changes: Partial<ManageView>,
): Promise<Response> {
  const masked = await showManagement(ports, token);
  if (masked === undefined) throw createGoneError();
  const status = changes.problem === 'too-many' ? 429 : changes.problem ? 400 : 200;
  return c.html(managePage(await ports.context(), { token, masked, ...changes }), status);
}

async function exportData(c: Context, ports: LinkPorts, token: string): Promise<Response> {
  const data = await exportOwnData(ports, token);
  if (data === undefined) throw createGoneError();
  return c.body(data, 200, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Disposition': 'attachment; filename="my-data.json"',
  });
}

async function changeAddress(
  c: Context,
  ports: LinkPorts,
  token: string,
  form: Form,
  padResponse: ResponsePadding,
): Promise<Response> {
  await ports.warm?.();
  const [settled, since] = [padResponse(), performance.now()];
  const email = form.field(FIELD.email).slice(0, 320);
  const fault = findAddressFault(email);
  if (fault !== undefined) return renderManage(c, ports, token, { problem: 'email', fault, email });
  // In a tab left open after a move, no mail would go, so the page promises none.
  if ((await showManagement(ports, token)) === undefined) throw createGoneError();
  try {
    await requestNewAddress(ports, token, email, ports.clientAddress?.(c));
  } catch (error) {
    if (!isBroadsheetError(error) || error.code !== 'too-many') throw error;
    c.header('Retry-After', '3600');
    return renderManage(c, ports, token, { problem: 'too-many', email });
  }
  await padResponse.took?.(performance.now() - since);
  await settled;
  return c.html(notePage(await ports.context(), { note: 'address-asked' }));
}

/** Erases; a repeated call gets the same answer. If the person may still be stored (a move, a new sign-up), no erasure is claimed. */
async function handleErase(c: Context, ports: LinkPorts, token: string, form: Form): Promise<Response> {
  if (form.field(FIELD.sure) !== 'yes') return renderManage(c, ports, token, { problem: 'sure' });
  if (!(await eraseOwn(ports, token, { never: form.field(FIELD.never) === 'yes' }))) throw createGoneError();
  return c.html(notePage(await ports.context(), { note: 'erased' }));
}
