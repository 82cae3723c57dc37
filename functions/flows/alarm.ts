/** An alarm to the editors: what went wrong with a run, and what to do about it. The same alarm twice is one. */
import { hash } from 'node:crypto';
import type { Run } from '../domain/run.ts';
import type { DeliveryPorts } from './delivery-ports.ts';
import { queueNotice } from './notices.ts';

export async function alarm(
  ports: Pick<DeliveryPorts, 'ledger' | 'doorbell' | 'clock' | 'random' | 'publication' | 'log'>,
  { run, message, remedy }: { run: Run; message: string; remedy: string },
): Promise<void> {
  ports.log(`${run.id}: ${message} ${remedy}`);
  const { editors } = await ports.publication();
  for (const { email } of editors) {
    const key = hash('sha256', `${run.id}\n${run.version}\n${message}\n${email}`, 'base64url').slice(0, 22);
    const about = { run: run.id, subject: run.subject, message, remedy };
    await queueNotice(ports, { kind: 'alarm', to: email, about, key });
  }
}
