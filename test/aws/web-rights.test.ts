import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MINUTE } from '../../functions/domain/time/instant.ts';
import { article } from '../support/builders/content.ts';
import { contentFolder, inUtc, REHEARSED, rehearsedEdition } from '../support/builders/rehearsal-content.ts';
import { challengeIn, solveProof } from '../support/fakes/solve-proof.ts';
import { broadsheet } from '../support/hosts/command-line.ts';
import { type DynamodbLocal, startDynamodbLocal } from '../support/hosts/dynamodb-local.ts';
import { type Rehearsal, rehearse, synthesize } from '../support/hosts/rehearsal.ts';
import { linkIn, type Play, playOn } from '../support/hosts/rehearsal-play.ts';
import { allowedTo, refusedOn, unused } from '../support/probes/policies.ts';

// Every route that the web function has, on a rehearsed stage: each call it makes, with its partition keys, is held against its role.

const PUBLICATION = `${REHEARSED}sending: { signups: { perHour: 8 } }
`;
const alert = (at: number): string => `---
title: The bridge is closed
date: ${inUtc(at)}
topic: world
alert: brief
---
**Why it matters:** It was open.
`;

/** Allowed, and not asked for in this play: why all the same. */
const KEPT: readonly (readonly [RegExp, string])[] = [
  [/s3:(ListBucket|GetObject .*(media|assets))/, 'CloudFront asks S3 for those; what is not there is 404'],
  [/Query .*index\/live/, 'of live runs alone nothing asks yet'],
  [/PutItem .* MEMORY/, 'a pass for one reader alone, who is erased'],
  [/GetItem .* (X#\*|DAY)/, 'what refused a write'],
  [/Query .* P#/, 'whether a run that is still going out has gone to anybody'],
  [/DeleteItem .* F#/, 'somebody who moved is erased'],
];

const { content, write } = contentFolder();

let engine: DynamodbLocal;
let stage: Rehearsal;
let { until, mailTo, post, fillIn, subscribe } = {} as Play;

beforeAll(async () => {
  write('publication.yaml', PUBLICATION);
  write('articles/2026-11-20-harbour.md', article());
  engine = await startDynamodbLocal();
  stage = await rehearse(synthesize(content), 'rehearsal-prod', engine.url);
  ({ until, mailTo, post, fillIn, subscribe } = playOn(stage));
  await stage.tick();
}, 300_000);
afterAll(async () => {
  await stage?.[Symbol.asyncDispose]();
  await engine?.[Symbol.asyncDispose]();
});

async function publish(): Promise<void> {
  const { code, complained } = await broadsheet(content, ['publish', '--stage', 'prod'], {
    ...stage.laptop,
    CONTENT_DIR: content,
  });
  expect(complained, String(code)).toBe('');
}

const statusOf = async (path: string) => (await stage.ask(path)).statusCode;
const letterTo = (email: string) => mailTo(email, /Today/)!;

describe('the web function', () => {
  it('shows pages, feeds, and what is not there', async () => {
    const paths = ['/', '/articles/harbour', '/topics/world', '/newsletters/brief', '/archive', '/feeds'];
    const files = ['/feed.xml', '/feed.json', '/sitemap.xml', '/robots.txt', '/healthz', '/opml.xml'];
    const found = await Promise.all([...paths, ...files, '/media/none.png', '/nothing'].map(statusOf));
    expect(found.filter((status) => ![200, 301, 308, 404].includes(status))).toEqual([]);
    expect(found.filter((status) => status === 200).length).toBeGreaterThan(7);
  });

  it('takes sign-ups: stamps, limits, the confirmation, and a proof of work once it is crowded', async () => {
    for (const email of ['ada@reader.press', 'ben@reader.press', 'cay@reader.press']) await subscribe(email);
    expect((await fillIn({ email: 'ada@reader.press' })).statusCode).toBe(200);
    let page = '';
    for (let n = 0; n < 8 && challengeIn(page) === ''; n++)
      page = (await fillIn({ email: `crowd${n}@crowd${n}.press` })).body;
    expect(challengeIn(page)).not.toBe('');
    const proof = await solveProof(challengeIn(page));
    const through = await fillIn({ email: /name="email"[^>]*value="([^"]+)"/.exec(page)![1]!, proof });
    expect([through.statusCode, challengeIn(through.body)]).toEqual([200, '']);
  }, 300_000);

  it('shows letters in the browser, and lets an editor stop an alert and send it after all', async () => {
    const due = Math.ceil(stage.clock.now() / MINUTE) * MINUTE + MINUTE;
    write('editions/today.md', rehearsedEdition(due));
    await publish();
    await stage.tick();
    stage.clock.pass(due + 1000 - stage.clock.now());
    await until('the edition', () => ['ada', 'ben', 'cay'].every((who) => letterTo(`${who}@reader.press`)));
    const shown = await until('its page', async () => {
      const answer = await stage.ask('/editions/today');
      return answer.statusCode === 200 && answer;
    });
    expect(shown.body).toContain('Good morning');
    expect(await statusOf('/newsletters/brief')).toBe(200);
    write('articles/2026-11-29-bridge.md', alert(stage.clock.now()));
    await publish();
    const proof = await until('the proof', () => mailTo('ed@paper.press', /bridge/));
    const [stop, release] = [linkIn(proof.raw, 'stop'), linkIn(proof.raw, 'release')];
    // The web function looks every three seconds at what is live.
    await until('the article', async () => (await statusOf('/articles/bridge')) === 200);
    expect((await stage.ask(stop)).body).toContain('3 readers');
    for (const [path, fields] of [[stop], [release], [release, {}]] as const)
      expect((await (fields ? post(path, fields) : stage.ask(path))).statusCode).toBe(200);
    expect((await post(stop, {})).statusCode).toBe(200);
    const sent = await post(release, {});
    expect([sent.statusCode, sent.body.includes('Not sent')]).toEqual([200, false]);
  });

  it('takes preferences, a pause, leaving with a reason, and coming back', async () => {
    const { raw } = letterTo('ada@reader.press');
    const preferences = linkIn(raw, 'preferences');
    const unsubscribe = linkIn(raw, 'unsubscribe');
    expect(await statusOf(preferences)).toBe(200);
    for (const fields of [
      { intent: 'save', newsletter: 'brief', topic: 'world' },
      { intent: 'pause', pause: '7' },
      { intent: 'resume' },
    ])
      expect((await post(preferences, fields)).statusCode).toBe(200);
    expect(await statusOf(unsubscribe)).toBe(200);
    const left = await post(unsubscribe, { intent: 'leave' });
    const undo = /name="undo" value="([^"]+)"/.exec(left.body)![1]!;
    const reason = { intent: 'reason', reason: 'too-many', remark: 'Too often.' };
    expect((await post(unsubscribe, reason)).statusCode).toBe(200);
    expect((await post(unsubscribe, { intent: 'undo', undo })).statusCode).toBe(200);
    const click = linkIn(letterTo('ben@reader.press').raw, 'unsubscribe');
    expect((await post(click, { 'List-Unsubscribe': 'One-Click' })).statusCode).toBe(200);
    await until('the remark', () => mailTo('ed@paper.press', /Brief|remark|left/i));
  });

  it('hands out one’s data, moves to another address, and erases', async () => {
    const linkOf = async (email: string): Promise<string> => {
      await post(linkIn(letterTo(email).raw, 'preferences'), { intent: 'link' });
      const named = (raw: string) => /\/manage\/[\w.-]+/.test(raw.replaceAll('=\r\n', ''));
      const mail = await until('the link', () =>
        stage.ses.accepted.find(({ to, raw }) => to === email && named(raw)),
      );
      return linkIn(mail.raw, 'manage');
    };
    const manage = await linkOf('ada@reader.press');
    expect(await statusOf(manage)).toBe(200);
    const copy = await post(manage, { intent: 'export' });
    expect(JSON.parse(copy.body).letters.length).toBeGreaterThan(0);
    expect((await post(manage, { intent: 'address', email: 'new@elsewhere.press' })).statusCode).toBe(200);
    const asked = await until('the question', () => mailTo('new@elsewhere.press', /./));
    const confirm = linkIn(asked.raw, 'confirm');
    expect([await statusOf(confirm), (await post(confirm, {})).statusCode]).toEqual([200, 200]);
    // Of the letter that the old address got: its links lead on.
    expect(await statusOf(linkIn(letterTo('ada@reader.press').raw, 'preferences'))).toBe(200);
    const erase = { intent: 'erase', sure: 'yes', never: 'yes' };
    const end = await linkOf('cay@reader.press');
    expect([(await post(end, erase)).statusCode, (await post(end, erase)).statusCode]).toEqual([200, 200]);
  });

  it('asked for nothing but what its role allows; what it is allowed beyond that has a reason', () => {
    expect(refusedOn(stage)).toEqual([]);
    const [id = ''] = [...stage.functions.keys()].filter((one) => one.startsWith('Web'));
    const calls = stage.witness.called.filter(({ who }) => who.startsWith(`${id}.`));
    const idle = unused(calls, allowedTo(id, stage.resources, stage.resolve));
    expect(idle.filter((what) => !KEPT.some(([pattern]) => pattern.test(what)))).toEqual([]);
  });
});
