import { afterEach, describe, expect, it } from 'vitest';
import { recordFeedback } from '../../../functions/flows/delivery/feedback.ts';
import { deliverNotices, queueNotice } from '../../../functions/flows/delivery/notices.ts';
import { MORNING } from '../../support/builders/runs.ts';
import { faultyMailer, ok } from '../../support/fakes/faulty-mailer.ts';
import { aRunSubscriber, type DeliveryFixture, openDelivery } from '../../support/hosts/delivery-fixture.ts';

let room: DeliveryFixture;
afterEach(() => room.close());

const ASKED = { at: MORNING, source: 'form', form: '', newsletters: ['brief'], topics: [] };
async function open(
  about: Parameters<typeof aRunSubscriber>[1] = { status: 'pending', asked: ASKED },
  options: Parameters<typeof openDelivery>[0] = {},
) {
  room = openDelivery(options);
  const reader = aRunSubscriber('ada@reader.example', about);
  await room.ports.subscribers.insertMany([reader]);
  return reader.id;
}
const outbox = async () => (await room.outbox.list({ limit: 99 })).messages;
const text = async (id: string) =>
  new TextDecoder()
    .decode(await room.outbox.eml(id))
    .replaceAll('=\r\n', '')
    .replaceAll('=3D', '=');

describe('a remark of a reader', () => {
  const REMARK = { at: MORNING, newsletter: 'brief', left: ['brief'], reason: 'other' } as const;
  const SAID = 'See <a href="http://evil.example">this</a> & mail eve@evil.example';
  const about = { newsletter: 'brief', at: String(MORNING), reason: 'other', left: 'brief' };
  const tell = (reader: string, key = 'k') =>
    queueNotice(room.ports, {
      ...{ kind: 'remark', to: 'ed@paper.example', about: { ...about, reader }, key },
    });

  it('reaches the editor once, without the address, with every link dead and no HTML of theirs', async () => {
    const id = await open({ remarks: [{ ...REMARK, text: SAID }] });
    await tell(id);
    await tell(id);
    await deliverNotices(room.ports);
    const [message, ...more] = await outbox();
    expect([message?.to, message?.kind, more]).toEqual(['ed@paper.example', 'remark', []]);
    const mail = await text(message!.id);
    expect(mail).toContain('&gt; See &lt;a href=&quot;http[:]//evil[.]example&quot;&gt;this');
    expect(mail).toContain('> See <a href="http[:]//evil[.]example">this</a> & mail eve[@]evil[.]example');
    expect(mail).not.toMatch(/ada@|evil\.example/);
    expect(mail).toContain('Something else');
  });

  it('is not sent once its reader is erased', async () => {
    const id = await open({ remarks: [{ ...REMARK, text: SAID }] });
    await tell(id);
    await room.ports.subscribers.erase(id);
    await deliverNotices(room.ports);
    expect(await outbox()).toEqual([]);
  });

  it('is no part of the letter that is kept', async () => {
    await tell(await open({ remarks: [{ ...REMARK, text: SAID }] }));
    await deliverNotices(room.ports);
    const batch = await room.ports.ledger.batch({ run: 'notices', id: 'remark-k' });
    const kept = new TextDecoder().decode(await room.ports.blobs.get(`letters/${batch?.letter}`));
    expect(kept).toContain('A reader left');
    expect([kept, JSON.stringify(batch?.notice)].join()).not.toContain('evil');
  });

  it('bars no reader when the editor’s mailbox refuses it, at once or later', async () => {
    const id = await open(
      { remarks: [{ ...REMARK, text: SAID }] },
      {
        mailer: faultyMailer((_, n) => (n === 1 ? { kind: 'rejected', reason: '550', address: true } : ok())),
      },
    );
    for (const key of ['k', 'l']) await tell(id, key);
    await deliverNotices(room.ports);
    const ref = { run: 'notices', id: 'remark-l' };
    const bounced = { ref, position: 0, kind: 'bounced', bar: true, policy: false, reason: '5.1.1' } as const;
    await recordFeedback(room.ports, [bounced, { ...bounced, ref: { ...ref, id: 'remark-k' } }]);
    expect(await room.ports.subscribers.get(id)).toMatchObject({ status: 'active' });
  });
});
