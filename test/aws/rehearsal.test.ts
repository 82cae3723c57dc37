import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MINUTE, SECOND } from '../../functions/domain/time/instant.ts';
import { article } from '../support/builders/content.ts';
import { contentFolder, REHEARSED, rehearsedEdition } from '../support/builders/rehearsal-content.ts';
import { type DnsServer, startDns } from '../support/fakes/dns-server.ts';
import { aDomainIdentity, EVENTS } from '../support/fakes/fake-account.ts';
import { broadsheet } from '../support/hosts/command-line.ts';
import { type DynamodbLocal, startDynamodbLocal } from '../support/hosts/dynamodb-local.ts';
import { type Rehearsal, rehearse, synthesize, TOPIC } from '../support/hosts/rehearsal.ts';
import { linkIn, type Play, playOn } from '../support/hosts/rehearsal-play.ts';
import { allowedTo, isAllowed, unused } from '../support/probes/policies.ts';

const FILES: Readonly<Record<string, string>> = {
  'publication.yaml': REHEARSED,
  'articles/2026-11-20-harbour.md': article(),
};

/** Allowed, and not asked for in this play: why all the same. */
const KEPT: readonly (readonly [RegExp, string])[] = [
  [/s3:ListBucket/, 'S3 says 404, and not 403, of what is not there only to who may list'],
  [
    /dynamodb:\w+ dynamodb:table\S+ \S+$/,
    'by kinds of items: test/infra/rights.system.test.ts, web-rights.test.ts',
  ],
  [/^DeliveryTick.*dynamodb:(UpdateItem|DeleteItem)/, 'tidying, once a day'],
  [/^(Web|DeliveryTick|Deliverynotices).*letters/, 'letters in the browser, proofs and tests'],
  [/^Web.*(media|assets)/, 'mostly CloudFront asks for them itself'],
  [/^Web.*Doorbellsplan/, 'an alert that an editor lets go'],
  [/^DeliveryTick.*Doorbellsdeliver/, 'for a run whose own doorbell got lost'],
  [/^DeliveryTick.*lambda:GetAccountSettings/, 'once a day, above 200 letters a second'],
  [/^Delivery(plan|deliver|notices).*Doorbells\1/, 'rings for itself when its time is over'],
  [/^(Deliverydeliver|Feedback).*Doorbellsnotices/, 'an alarm'],
  [/sns:Publish/, 'an alarm'],
];

const { content, write } = contentFolder();

let engine: DynamodbLocal;
let stage: Rehearsal;
let { until, mailTo, post, subscribe } = {} as Play;
let dns: DnsServer;

beforeAll(async () => {
  for (const [name, text] of Object.entries(FILES)) write(name, text);
  [engine, dns] = [await startDynamodbLocal(), await startDns({})];
  stage = await rehearse(synthesize(content, { share: '0.5' }), 'rehearsal-prod', engine.url);
  ({ until, mailTo, post, subscribe } = playOn(stage));
}, 300_000);
afterAll(async () => {
  await stage?.[Symbol.asyncDispose]();
  await engine?.[Symbol.asyncDispose]();
  await dns?.close();
});

/** On a laptop. */
async function type(...words: string[]): Promise<string> {
  const environment = { ...stage.laptop, CONTENT_DIR: content, DNS_SERVER: dns.address };
  const { code, printed, complained } = await broadsheet(content, [...words, '--stage', 'prod'], environment);
  if (code !== 0) throw new Error(`${words.join(' ')}: ${complained}${printed}`);
  return printed;
}

describe('a stage, from its template', () => {
  it('shows the release it was deployed with, and says 304', async () => {
    await stage.tick();
    expect((await stage.ask('/')).body).toContain('The Rehearsal');
    const feed = await stage.ask('/feed.xml');
    expect(feed.body).toContain('https://d1.example.net/articles/harbour');
    const again = await stage.ask('/feed.xml', { headers: { 'if-none-match': feed.headers.etag! } });
    expect(again).toMatchObject({ statusCode: 304, body: '' });
  });

  it('takes subscriptions, confirms and welcomes', async () => {
    for (const email of ['ada@reader.press', 'ben@reader.press', 'cay@reader.press']) await subscribe(email);
    expect(
      stage.ses.accepted.every(({ configurationSet }) => configurationSet === 'rehearsal-prod-notices'),
    ).toBe(true);
  });

  it('sends an edition that was published since, at its time, once to each', async () => {
    // Due at the next whole minute.
    write('editions/today.md', rehearsedEdition(Math.ceil(Date.now() / MINUTE) * MINUTE));
    await type('publish');
    const planned = await type('plan', 'today');
    expect(planned).toMatch(/receive\s+3\n/);
    // Half of the account's rate is this stage's.
    expect(planned).toMatch(/takes .*\(25 a second\)/);
    expect(planned).toMatch(/costs\s+less than a cent: SES, à la carte less than a cent, the stage less/);
    const mail = await until(
      'the edition',
      () => mailTo('cay@reader.press', /Today in rehearsal/),
      180 * SECOND,
    );
    const all = stage.ses.accepted.filter(
      ({ configurationSet }) => configurationSet === 'rehearsal-prod-letters',
    );
    expect(all.map(({ to }) => to).sort()).toEqual([
      'ada@reader.press',
      'ben@reader.press',
      'cay@reader.press',
    ]);
    expect(mail.raw).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    expect(mail.tags).toMatchObject({ run: 'e_today', try: '1' });
  });

  it('hears of a bounce and mails that address no more; leaving takes one click', async () => {
    const mail = mailTo('ada@reader.press', /Today/)!;
    const tags = Object.fromEntries(Object.entries(mail.tags).map(([name, value]) => [name, [value]]));
    await stage.queues.tell('Email Bounced', {
      eventType: 'Bounce',
      mail: { tags },
      bounce: { bounceType: 'Permanent', bounceSubType: 'NoEmail', bouncedRecipients: [{ status: '5.1.1' }] },
    });
    while ((await stage.queues.poll()) > 0);
    const preferences = linkIn(mail.raw, 'preferences');
    expect((await stage.ask(preferences)).body).not.toContain('name="newsletter" value="brief" checked');
    const leave = linkIn(mailTo('ben@reader.press', /Today/)!.raw, 'unsubscribe');
    const left = await post(leave, { 'List-Unsubscribe': 'One-Click' });
    expect(left).toMatchObject({ statusCode: 200, body: 'You are unsubscribed.\n' });
    expect(await type('report', 'today')).toMatch(
      /accepted +3\n[\s\S]*bounced +1 \(33.33 %\)[\s\S]*left +1 /,
    );
    expect(JSON.parse(await type('cost', '--json'))).toMatchObject({
      ...{ stage: true, runs: 1, letters: 3, notices: 6, active: 1 },
      assumed: expect.not.arrayContaining([expect.stringMatching(/The table/)]),
    });
    expect(await type('status', 'today')).toMatch(/done.*\n.*\n.*3 accepted, 1 bounced/);
    const { subscribers: people } = JSON.parse(await type('subscribers', 'list', '--json')) as {
      subscribers: { email: string; status: string }[];
    };
    expect(Object.fromEntries(people.map(({ email, status }) => [email.slice(0, 3), status]))).toEqual({
      ...{ ada: 'bounced', ben: 'unsubscribed', cay: 'active' },
    });
  });

  it('is proved by doctor: account, domain, alarms, and events that come back', async () => {
    Object.assign(stage.account.state, {
      identities: { 'paper.press': aDomainIdentity({ MailFromAttributes: undefined }) },
      destinations: { 'rehearsal-prod-letters': [EVENTS], 'rehearsal-prod-notices': [EVENTS] },
      subscriptions: { [TOPIC]: [{ endpoint: 'ed@paper.press', arn: `${TOPIC}:1` }] },
    });
    for (const token of ['aaa', 'bbb', 'ccc'])
      dns.zone[`${token}._domainkey.paper.press`] = { cname: `${token}.dkim.amazonses.com` };
    await expect(type('doctor')).rejects.toThrow(/DMARC/);
    dns.zone['_dmarc.paper.press'] = { txt: ['v=DMARC1; p=none'] };
    expect(await type('doctor')).toMatch(/note +event path +The event path was not tried/);
    const answer = type('doctor', '--yes');
    const simulated = () => stage.ses.accepted.filter(({ to }) => to.endsWith('@simulator.amazonses.com'));
    await until('the messages to the simulator', () => simulated().length === 4);
    for (const { to, tags } of simulated()) {
      const mail = { tags: Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, [value]])) };
      await stage.queues.tell('Email Sent', { mail });
      const bounce = {
        bounceType: 'Permanent',
        bounceSubType: 'General',
        bouncedRecipients: [{ status: '5.1.1' }],
      };
      if (to.startsWith('bounce@')) await stage.queues.tell('Email Bounced', { mail, bounce });
    }
    while ((await stage.queues.poll()) > 0);
    expect(await answer).toMatch(/good +event path .*in the ledger\.\n\nNothing is wrong\./);
  });

  it('takes an article down at once', async () => {
    await type('withdraw', 'harbour', '--yes');
    await until('the end of the article', () =>
      stage.ask('/articles/harbour').then((a) => a.statusCode === 410),
    );
    expect((await stage.ask('/feed.xml')).body).not.toContain('/articles/harbour');
  });
});

describe('each function', () => {
  it('asked for nothing but what its role allows; what it is allowed beyond that has a reason', () => {
    const found = [...stage.functions.keys()].flatMap((id) => {
      const allowed = allowedTo(id, stage.resources, stage.resolve);
      const calls = stage.witness.called.filter(({ who }) => who.startsWith(`${id}.`));
      const refused = calls.filter((call) => !isAllowed(call, allowed));
      return [
        ...refused.map(({ action, resources }) => `${id} is refused: ${action} ${resources}`),
        ...unused(calls, allowed).map((what) => `${id}: ${what}`),
      ];
    });
    expect([...new Set(found)].filter((what) => !KEPT.some(([pattern]) => pattern.test(what)))).toEqual([]);
  });
});
