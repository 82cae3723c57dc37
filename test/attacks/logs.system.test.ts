import { describe, expect, it } from 'vitest';
import { BroadsheetError } from '../../functions/domain/error.ts';
import { errorText, errorTextWithStack } from '../../functions/flows/log-text.ts';
import { fakeSmtp } from '../support/fakes/fake-smtp.ts';
import { startServer } from '../support/hosts/running-server.ts';

const ADA = 'ada@reader.example';

describe('an error in the log', () => {
  it.each([
    `Mailbox unavailable: ${ADA}`,
    `constraint failed (${ADA})`,
    `<${ADA}>: "${ADA}"`,
    `to=${ADA},x@y`,
    `key ${'k'.repeat(43)}`,
  ])('names nobody and opens nothing: %s', (message) => {
    for (const told of [errorText, errorTextWithStack].map((tell) => tell(new Error(message))))
      expect(told).not.toMatch(/ada|reader\.example|x@y|kkkk/);
  });

  it('says what is thrown that is no error, and not what it holds', () => {
    expect(errorText({ email: ADA })).not.toContain('ada');
    expect(errorTextWithStack(`for ${ADA}`)).not.toContain('ada');
    expect(
      errorTextWithStack(new BroadsheetError('broken', 'Ours.', { cause: new Error(ADA) })),
    ).not.toContain('ada');
  });
});

describe('the log of a server', () => {
  it('holds no address and no link, whatever mail servers quote and visitors send', async () => {
    const asked: string[] = [];
    const fault = (to: string) => {
      if (to !== '') asked.push(to);
      return {
        at: 'rcpt',
        code: asked.length > 1 ? 550 : 450,
        text: `5.1.1 <${to}>: no ${to} here`,
      } as const;
    };
    const smtp = await fakeSmtp({ fault });
    try {
      await using server = await startServer({ environment: { MAILER: 'smtp', SMTP_URL: smtp.url() } });
      const post = (path: string, fields: Record<string, string>) =>
        fetch(server.url + path, { method: 'POST', body: new URLSearchParams(fields) });
      const page = await (await post('/subscribe', { email: ADA })).text();
      const stamp = /name="form" value="([^"]+)"/.exec(page)![1]!;
      await post('/subscribe', { email: ADA, newsletter: 'brief', form: stamp });
      await expect.poll(() => asked, { timeout: 30_000 }).toContain(ADA);
      await post(`/unsubscribe/k.${'x'.repeat(22)}.brief..${'y'.repeat(22)}`, { email: ADA });
      await fetch(`${server.url}/outbox?to=${ADA}`);
      await server.stop();
      expect(server.output()).toContain('Mail goes out by smtp');
      expect(server.output()).not.toMatch(/@|reader\.example|xxxx|yyyy/);
    } finally {
      await smtp.close();
    }
  });
});
