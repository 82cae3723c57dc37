/** A reader on a rehearsed stage: waits for a mail, opens its links, fills in forms. */
import { setTimeout } from 'node:timers/promises';
import { expect } from 'vitest';
import { SECOND } from '../../../functions/domain/time/instant.ts';
import type { Rehearsal } from './rehearsal.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

export const linkIn = (raw: string, purpose: string): string =>
  new RegExp(`/${purpose}/[\\w.-]+`).exec(raw.replaceAll('=\r\n', ''))![0];

export type Play = ReturnType<typeof playOn>;

export function playOn(stage: Rehearsal) {
  /** Ticks and polls until `done` returns a value. */
  async function until<T>(
    what: string,
    done: () => T | undefined | false | Promise<T | undefined | false>,
    patience = 90 * SECOND,
  ): Promise<T> {
    for (const end = Date.now() + patience; Date.now() < end; await setTimeout(500)) {
      await stage.tick();
      while ((await stage.queues.poll()) > 0);
      const found = await done();
      if (found) return found;
    }
    throw new Error(`${what} did not come`);
  }

  const mailTo = (to: string, subject: RegExp) =>
    stage.ses.accepted.findLast(
      (mail) => mail.to === to && subject.test(/^Subject: (.*)$/m.exec(mail.raw)?.[1] ?? ''),
    );

  const post = (path: string, fields: Record<string, string>) =>
    stage.ask(path, { method: 'POST', headers: FORM, body: new URLSearchParams(fields).toString() });

  /** Waits before the POST, because the site refuses a form that is sent too fast. */
  async function fillIn(fields: Record<string, string>) {
    const form = await stage.ask('/subscribe');
    const stamp = /name="form" value="([^"]+)"/.exec(form.body)![1]!;
    await setTimeout(3 * SECOND);
    return post('/subscribe', { form: stamp, newsletter: 'brief', ...fields });
  }

  async function subscribe(email: string): Promise<void> {
    expect((await fillIn({ email })).statusCode).toBe(200);
    const mail = await until('the confirmation', () => mailTo(email, /confirm/i));
    const link = linkIn(mail.raw, 'confirm');
    expect((await stage.ask(link)).statusCode).toBe(200);
    expect((await post(link, {})).statusCode).toBe(200);
    await until('the welcome', () => mailTo(email, /welcome/i));
  }

  return { until, mailTo, post, fillIn, subscribe };
}
