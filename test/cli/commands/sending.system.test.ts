import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { broadsheet } from '../../support/hosts/command-line.ts';
import { temporaryFolder } from '../../support/hosts/temporary-folder.ts';

const [FIRST, SECOND] = ['2026-11-20-brief', '2026-11-23-brief'] as const;

describe('an operator without a server', () => {
  it('goes on by `send` with what was resumed; nothing else of it is left to chance', async () => {
    const folder = temporaryFolder();
    const type = (...words: string[]) => broadsheet(folder, words);
    expect((await type('publish')).code).toBe(0);
    expect((await type('send', FIRST, '--yes')).code).toBe(0);
    // The second within half an hour is held.
    expect(await type('send', SECOND, '--yes')).toMatchObject({
      code: 1,
      printed: expect.stringContaining('held'),
      complained: expect.stringContaining('would be refused or held'),
    });
    expect((await type('resume', SECOND, '--yes')).printed).toContain('is planned');
    expect(await type('resume', SECOND, '--current', '--yes')).toMatchObject({
      code: 1,
      complained: expect.stringContaining('Pause the run first'),
    });
    expect(await type('send', SECOND, '--yes')).toMatchObject({
      code: 0,
      printed: expect.stringContaining('done'),
      complained: expect.stringContaining('This continues the run'),
    });
    expect(await type('send', SECOND, '--again', 'all', '--yes')).toMatchObject({
      code: 2,
      complained: expect.stringContaining('Say bounced, unknown, rejected, or an address.'),
    });
  }, 60_000);

  it('is told which port is taken, and is given the terminal back', async () => {
    const folder = temporaryFolder();
    const other = createServer().listen(0);
    const { port } = other.address() as AddressInfo;
    const { code, complained } = await broadsheet(folder, ['serve'], { PORT: String(port) });
    other.close();
    expect(code).toBe(2);
    expect(complained).toContain(`Port ${port} is taken.\nChoose another`);
  }, 60_000);

  it('hears that somebody is not subscribed, and who was never asked to confirm', async () => {
    const folder = temporaryFolder();
    const type = (...words: string[]) => broadsheet(folder, ['subscribers', ...words]);
    await broadsheet(folder, ['publish']);
    await type('add', 'ada@example.com', '--yes');
    expect((await type('show', 'ada@example.com')).printed).toContain('by command, not confirmed here');
    expect((await type('unsubscribe', 'ada@example.com', '--yes')).code).toBe(0);
    expect(await type('unsubscribe', 'ada@example.com', '--yes')).toMatchObject({
      code: 1,
      complained: expect.stringContaining('Nobody is subscribed at that address.\nSee what is known'),
    });
  }, 60_000);
});
