import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readClientAddress } from '../../../functions/domain/limits/client-address.ts';

const ours = (address: string) => address.startsWith('10.');
const client = (value: string, header = 'x-forwarded-for') => readClientAddress(header, value, ours);

describe('the client in a proxy’s header', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['192.0.2.7:5000', '192.0.2.7'],
    [' 2001:db8::7 ', '2001:db8::7'],
    ['[2001:db8::7]', '2001:db8::7'],
    ['[2001:db8::7]:443', '2001:db8::7'],
    ['6.6.6.6, 192.0.2.7', '192.0.2.7'],
    ['6.6.6.6, 192.0.2.7, 10.0.0.1, 10.0.0.2', '192.0.2.7'],
    ['10.0.0.9', '10.0.0.9'],
    ['unknown, 192.0.2.7', '192.0.2.7'],
    ['192.0.2.7, unknown, 10.0.0.1', '10.0.0.1'],
  ])('of %j is %s', (value, address) => expect(client(value)).toBe(address));

  it.each([
    '',
    ' ',
    ',',
    'unknown',
    '192.0.2.256',
    '192.0.2',
    'evil.example',
    '192.0.2.7 6.6.6.6',
    '[::1',
    'a:b',
  ])('of %j is nobody', (value) => expect(client(value)).toBeUndefined());

  it('is one address and no list where the header is no list', () => {
    expect(client('192.0.2.7', 'x-real-ip')).toBe('192.0.2.7');
    expect(client('6.6.6.6, 192.0.2.7', 'x-real-ip')).toBeUndefined();
  });

  it('of CloudFront has a port, also behind IPv6 without brackets', () => {
    expect(client('192.0.2.7:443', 'cloudfront-viewer-address')).toBe('192.0.2.7');
    expect(client('2001:db8::7:46532', 'cloudfront-viewer-address')).toBe('2001:db8::7');
  });

  it('whatever stands before the proxy’s own entry, is that entry', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (forged) => client(`${forged},192.0.2.7`) === '192.0.2.7'),
    );
  });
});
