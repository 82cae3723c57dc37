import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../functions/adapters/sqlite/database.ts';
import { createLedger } from '../../../functions/adapters/sqlite/ledger.ts';
import { createLimits } from '../../../functions/adapters/sqlite/limits.ts';
import { MINUTE } from '../../../functions/domain/time/instant.ts';
import { countConfirmation, countRefusedConfirmation } from '../../../functions/flows/limits/limit-uses.ts';
import { recordRound } from '../../../functions/flows/notices/notice-trouble.ts';
import { queueNotice } from '../../../functions/flows/notices/queue-notice.ts';
import { openScratchPublication, type ScratchPublication } from '../../support/hosts/scratch-publication.ts';

const SEVEN = Date.parse('2026-11-23T07:12:00Z');
let desk: ScratchPublication;
beforeAll(() => {
  desk = openScratchPublication();
});
afterAll(() => desk.close());

const environment = { CLOCK: '2026-11-23T07:40:00Z' };
const status = async (...flags: string[]) => (await desk.type(['status', ...flags], { environment })).printed;

describe('status', () => {
  it('says nothing beside the runs where all is well, in text and as JSON', async () => {
    await desk.type(['publish'], { environment });
    expect(await status()).toBe('Nothing has been sent yet.\n');
    expect(JSON.parse(await status('--json'))).toEqual([]);
  });

  it('says how many confirmations wait, since when, why and what to do; JSON has it behind the runs', async () => {
    const database = openDatabase(join(desk.folder, '.data/rehearsal/broadsheet.db'), { durable: false });
    const ports = {
      ...{ ledger: createLedger(database), doorbell: { ring() {} }, clock: () => SEVEN },
      ...{ random: () => 'r', log: () => {} },
    };
    for (const key of ['a', 'b', 'c', 'd'])
      await queueNotice(ports, { kind: 'confirm', subscriber: 'ada', about: {}, key });
    await recordRound(ports, { halted: 4, reason: 'AccessDenied: no ses:SendRawEmail', went: false });
    database.close();
    const text = await status();
    expect(text).toMatch(
      /^4 confirmations wait since 07:12: AccessDenied: no ses:SendRawEmail\.\n {2}\S.*doctor/,
    );
    expect(text).toMatch(/\n\nNothing has been sent yet\.\n$/);
    expect(JSON.parse(await status('--json'))).toMatchObject([
      {
        ...{ check: 'notices', level: 'wrong', waiting: 4, confirmations: 4, since: SEVEN },
        ...{ reason: 'AccessDenied: no ses:SendRawEmail', remedy: expect.stringContaining('deploy again') },
      },
    ]);
  });

  it('has the brake of refused confirmations in JSON, too', async () => {
    const database = openDatabase(join(desk.folder, '.data/rehearsal/broadsheet.db'), { durable: false });
    const limits = createLimits(database);
    const now = SEVEN + 20 * MINUTE;
    for (let n = 0; n < 30; n++) await countConfirmation({ limits, clock: () => now });
    for (let n = 0; n < 9; n++) await countRefusedConfirmation(limits, now);
    database.close();
    const [, brake] = JSON.parse(await status('--json')) as { check: string; says: string; remedy: string }[];
    expect(brake).toMatchObject({
      check: 'sign-ups',
      says: expect.stringContaining('were refused for good'),
    });
  });
});
