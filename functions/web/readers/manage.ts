/** Routes of the mailed one-hour link: export of the subscriber's own data, change of address, erasure. */
import type { Context, Hono } from 'hono';
import { BroadsheetError, isBroadsheetError } from '../../domain/error.ts';
import { FIELD } from '../../domain/site/form-fields.ts';
import { askNewAddress, eraseOwn, ownData, showManagement } from '../../flows/subscribers/manage.ts';
import { type ManageView, managePage } from '../../pages/manage.ts';
import { notePage } from '../../pages/note.ts';
import { type Form, readForm, type Settle } from './form.ts';
import type { LinkPorts } from './link-ports.ts';
import { wrongAddress } from './subscribe.ts';

export function mountManage(app: Hono, ports: LinkPorts, settle: Settle): void {
  app.get('/manage/:token', (c) => shown(c, ports, c.req.param('token'), {}));
  app.post('/manage/:token', async (c) => {
    const token = c.req.param('token');
    const form = await readForm(c);
    const intent = form.field(FIELD.intent);
    if (intent === 'export') return copy(c, ports, token);
    if (intent === 'address') return move(c, ports, token, form, settle);
    if (intent === 'erase') return erase(c, ports, token, form);
    throw new BroadsheetError('invalid', 'No button was pressed.', {
      remedy: 'Press one of those on the page.',
    });
  });
}

const nobody = () =>
  new BroadsheetError('gone', 'Nothing is behind this link any more.', {
    remedy: 'A subscriber gets a new link by the preferences page of a newer letter.',
  });

async function shown(
  c: Context,
  ports: LinkPorts,
  token: string,
  changes: Partial<ManageView>,
): Promise<Response> {
  const masked = await showManagement(ports, token);
  if (masked === undefined) throw nobody();
  const status = changes.problem === 'too-many' ? 429 : changes.problem ? 400 : 200;
  return c.html(managePage(await ports.context(), { token, masked, ...changes }), status);
}

async function copy(c: Context, ports: LinkPorts, token: string): Promise<Response> {
  const data = await ownData(ports, token);
  if (data === undefined) throw nobody();
  return c.body(data, 200, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Disposition': 'attachment; filename="my-data.json"',
  });
}

async function move(
  c: Context,
  ports: LinkPorts,
  token: string,
  form: Form,
  settle: Settle,
): Promise<Response> {
  await ports.warm?.();
  const [settled, since] = [settle(), performance.now()];
  const email = form.field(FIELD.email).slice(0, 320);
  const fault = wrongAddress(email);
  if (fault !== undefined) return shown(c, ports, token, { problem: 'email', fault, email });
  // In a tab left open after a move, no mail would go, so the page promises none.
  if ((await showManagement(ports, token)) === undefined) throw nobody();
  try {
    await askNewAddress(ports, token, email, ports.clientAddress?.(c));
  } catch (error) {
    if (!isBroadsheetError(error) || error.code !== 'too-many') throw error;
    c.header('Retry-After', '3600');
    return shown(c, ports, token, { problem: 'too-many', email });
  }
  await settle.took?.(performance.now() - since);
  await settled;
  return c.html(notePage(await ports.context(), { note: 'address-asked' }));
}

/** Erases; a repeated call gets the same answer. If the person may still be stored (a move, a new sign-up), no erasure is claimed. */
async function erase(c: Context, ports: LinkPorts, token: string, form: Form): Promise<Response> {
  if (form.field(FIELD.sure) !== 'yes') return shown(c, ports, token, { problem: 'sure' });
  if (!(await eraseOwn(ports, token, { never: form.field(FIELD.never) === 'yes' }))) throw nobody();
  return c.html(notePage(await ports.context(), { note: 'erased' }));
}
