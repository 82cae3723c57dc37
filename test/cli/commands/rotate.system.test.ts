import { describe, expect, it } from 'vitest';
import { openSecrets } from '../../../functions/adapters/fs/secrets.ts';
import { takeLock } from '../../../functions/adapters/sqlite/lock.ts';
import { type LinkPurpose, readLink, signLink } from '../../../functions/domain/subscribers/signed-link.ts';
import { broadsheet } from '../../support/hosts/command-line.ts';
import { temporaryFolder } from '../../support/hosts/temporary-folder.ts';

const link = (purpose: LinkPurpose) => ({
  purpose,
  subject: 'x'.repeat(22),
  about: 'brief',
  expires: undefined,
});

describe('rotating the link key', () => {
  it('leaves old links nothing but unsubscribing, and everybody who they are', async () => {
    const folder = temporaryFolder();
    const before = openSecrets(folder);
    expect((await broadsheet(folder, ['rotate', '--yes'])).code).toBe(0);
    const after = openSecrets(folder);
    expect(after.identity).toEqual(before.identity);
    const old = (purpose: LinkPurpose) => readLink(after, signLink(before, link(purpose)), purpose, 0);
    expect(old('unsubscribe').about).toBe('brief');
    expect(() => old('preferences')).toThrow('not one of ours');
    expect(readLink(after, signLink(after, link('preferences')), 'preferences', 0).about).toBe('brief');
  }, 30_000);

  it('is refused while a server runs', async () => {
    const folder = temporaryFolder();
    const before = openSecrets(folder);
    const lock = takeLock(`${folder}/server.lock`);
    const { code, complained } = await broadsheet(folder, ['rotate', '--yes']);
    lock.release();
    expect([code, openSecrets(folder)]).toEqual([1, before]);
    expect(complained).not.toBe('');
  }, 30_000);
});
