import { describe, expect, it } from 'vitest';
import { clientAddressBy, isLoopback, readTrustedProxy } from '../../functions/wiring/trusted-proxy.ts';

const by = (setting?: string) => {
  const clientAddress = clientAddressBy(readTrustedProxy(setting));
  return (peer: string, headers: Record<string, string>) => clientAddress(peer, (name) => headers[name]);
};
const FORGED = { 'x-forwarded-for': '192.0.2.7', 'x-real-ip': '192.0.2.8' };

describe('TRUSTED_PROXY', () => {
  it('unset, believes no header from anybody', () => {
    for (const peer of ['127.0.0.1', '203.0.113.9']) expect(by()(peer, FORGED)).toBe(peer);
  });

  it('believes its header from its proxy, no other header, and nobody else', () => {
    const client = by('X-Forwarded-For@loopback');
    for (const peer of ['127.0.0.1', '::1', '::ffff:127.0.0.1'])
      expect(client(peer, FORGED)).toBe('192.0.2.7');
    for (const peer of ['203.0.113.9', '10.0.0.1', '::2', '']) expect(client(peer, FORGED)).toBe(peer);
    expect(client('127.0.0.1', { 'x-real-ip': '192.0.2.8' })).toBe('127.0.0.1');
  });

  it('takes what the last of its proxies was asked by, whatever was written before', () => {
    const client = by('x-forwarded-for@loopback,10.0.0.0/8');
    const through = (list: string) => client('127.0.0.1', { 'x-forwarded-for': list });
    expect(through('6.6.6.6, 192.0.2.7')).toBe('192.0.2.7');
    expect(through('127.0.0.1, 6.6.6.6, 192.0.2.7, 10.1.2.3')).toBe('192.0.2.7');
  });

  it.each(['', 'unknown', 'evil.example', '192.0.2.7; drop', '192.0.2.999'])(
    'counts a proxy that says %j as the client: the stricter limit',
    (value) => expect(by('X-Real-IP@10.0.0.5')('10.0.0.5', { 'x-real-ip': value })).toBe('10.0.0.5'),
  );

  it.each([
    'X-Forwarded-For',
    '@loopback',
    'X-Forwarded-For@',
    'X-Forwarded-For@proxy.example',
    'X-Forwarded-For@10.0.0.0/33',
    'X-Forwarded-For@10.0.0.0/8/8',
    'X-Forwarded-For@loopback,',
    'X Forwarded@loopback',
    'Forwarded@loopback',
    'X-Forwarded-For@0.0.0.0/0',
    'X-Forwarded-For@::/0',
  ])('refuses %s with a remedy', (setting) => {
    expect(() => readTrustedProxy(setting)).toThrow(
      expect.objectContaining({
        code: 'config',
        remedy: expect.stringContaining('X-Forwarded-For@loopback'),
      }),
    );
  });
});

describe('this machine', () => {
  it.each(['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1', '0:0:0:0:0:0:0:1'])('is %s', (address) =>
    expect(isLoopback(address)).toBe(true),
  );
  it.each(['128.0.0.1', '::2', '::ffff:10.0.0.1', '0.0.0.0', '127.0.0.1.evil', '', 'localhost'])(
    'is not %j',
    (address) => expect(isLoopback(address)).toBe(false),
  );
});
