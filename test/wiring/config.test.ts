import { describe, expect, it } from 'vitest';
import { readConfig } from '../../functions/wiring/config.ts';

describe('the environment', () => {
  it('has a default for everything', () => {
    expect(readConfig({}, '/srv/paper')).toMatchObject({
      port: 3000,
      baseUrl: 'http://localhost:3000',
      contentDir: '/srv/paper/content',
      dataDir: '/srv/paper/.data',
      mailer: 'outbox',
      clock: undefined,
    });
  });

  it('follows PORT in BASE_URL', () => {
    expect(readConfig({ PORT: '8080' }, '/').baseUrl).toBe('http://localhost:8080');
    expect(readConfig({ PORT: '8080', BASE_URL: 'https://news.example.com/' }, '/').baseUrl).toBe(
      'https://news.example.com',
    );
  });

  it('says how many connections a mail server is asked for at most', () => {
    expect(readConfig({}, '/').smtpConnections).toBeUndefined();
    expect(readConfig({ SMTP_CONNECTIONS: '20' }, '/').smtpConnections).toBe(20);
  });

  it('keeps a rehearsal apart from the real data', () => {
    const config = readConfig({ CLOCK: '2026-12-01T07:00:00Z', DATA_DIR: '/var/paper' }, '/');
    expect(config.dataDir).toBe('/var/paper/rehearsal');
    expect(config.clock).toBe(Date.UTC(2026, 11, 1, 7));
  });

  it('lets an emulator of DynamoDB be tried with the outbox, and the real one be used with real mail', () => {
    const emulator = { STORE: 'dynamodb', AWS_ENDPOINT_URL_DYNAMODB: 'http://localhost:8000' };
    expect(readConfig(emulator, '/')).toMatchObject({
      store: 'dynamodb',
      table: 'broadsheet',
      emulated: true,
    });
    const real = { STORE: 'dynamodb', MAILER: 'ses', TABLE: 'paper' };
    expect(readConfig(real, '/')).toMatchObject({ table: 'paper', emulated: false });
  });

  it.each([
    [{ PORT: 'http' }, /PORT is "http"\./],
    [{ PORT: '70000' }, /PORT/],
    [{ BASE_URL: 'news.example.com' }, /BASE_URL/],
    [{ BASE_URL: 'https://example.com/news' }, /BASE_URL/],
    [{ MAILER: 'sendgrid' }, /MAILER is "sendgrid"/],
    [{ MAILER: 'smtp' }, /SMTP_URL is not set/],
    ...['0', '501', '-1', 'many', '5.5', '1e2'].map((value): [Record<string, string>, RegExp] => [
      { SMTP_CONNECTIONS: value },
      /SMTP_CONNECTIONS/,
    ]),
    [{ STORE: 'postgres' }, /STORE/],
    [{ STORE: 'dynamodb' }, /MAILER is outbox/],
    [{ STORE: 'dynamodb', AWS_ENDPOINT_URL_DYNAMODB: 'localhost:8000' }, /AWS_ENDPOINT_URL_DYNAMODB/],
    [
      { STORE: 'dynamodb', AWS_ENDPOINT_URL_DYNAMODB: 'https://dynamodb.eu-west-1.amazonaws.com' },
      /MAILER is outbox/,
    ],
    [
      {
        STORE: 'dynamodb',
        AWS_ENDPOINT_URL_DYNAMODB: 'http://localhost:8000',
        CLOCK: '2026-12-01T07:00:00Z',
      },
      /CLOCK is set and STORE is dynamodb/,
    ],
    [{ CLOCK: 'tomorrow' }, /CLOCK/],
    [{ CLOCK: '2026-12-01T07:00:00Z', MAILER: 'ses' }, /CLOCK is set and MAILER is ses/],
  ])('refuses %j with a remedy', (environment, message) => {
    expect(() => readConfig(environment, '/')).toThrow(
      expect.objectContaining({
        code: 'config',
        message: expect.stringMatching(message),
        remedy: expect.any(String),
      }),
    );
  });
});
