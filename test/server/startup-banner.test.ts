import { describe, expect, it } from 'vitest';
import { deadLinks, greeting } from '../../functions/server/startup-banner.ts';

const HERE = { host: undefined, baseUrl: 'http://localhost:3000', mailer: 'outbox', preview: true } as const;
const REAL = { ...HERE, mailer: 'smtp', baseUrl: 'https://news.example.com' } as const;
const said = { url: HERE.baseUrl, automatic: true };

describe('a server at its start', () => {
  it('says who can open a preview, and how others can', () => {
    expect(greeting({ ...HERE, ...said })).toContain(
      'In a container, or for others on the network: HOST=0.0.0.0',
    );
    expect(greeting({ ...HERE, ...said, host: '127.0.0.1' })).toContain('This machine alone');
    expect(greeting({ ...HERE, ...said, host: '0.0.0.0' })).toContain(
      'HOST=0.0.0.0: every machine that reaches this one sees drafts and mail.',
    );
    expect(greeting({ ...HERE, ...said, preview: false })).not.toContain('HOST');
  });

  it.each(['smtp', 'ses'] as const)('warns of links that a preview answers with 403, by %s', (mailer) => {
    for (const host of [undefined, '127.0.0.1', '::1', 'localhost'])
      expect(deadLinks({ ...REAL, mailer, host })).toMatch(
        /by (smtp|ses), .* https:\/\/news\.example\.com, where this preview answers 403 .* serve --published$/,
      );
    expect(deadLinks({ ...REAL, mailer, host: '0.0.0.0' })).toMatch(/shows drafts.* serve --published$/);
  });

  it.each(['http://localhost:3000', 'http://127.0.0.1', 'http://[::1]:3000', 'http://paper.localhost'])(
    'warns of links to %s, which is every reader’s own machine',
    (baseUrl) => {
      for (const preview of [true, false])
        expect(deadLinks({ ...REAL, baseUrl, preview })).toContain('Set BASE_URL');
    },
  );

  it('says nothing of links where they work, or no mail leaves', () => {
    expect(deadLinks({ ...REAL, preview: false })).toBeUndefined();
    expect(deadLinks({ ...REAL, preview: false, host: '127.0.0.1' })).toBeUndefined();
    expect(deadLinks(HERE)).toBeUndefined();
  });
});
