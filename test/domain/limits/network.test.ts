import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { networkOf, wideNetworkOf } from '../../../functions/domain/limits/network.ts';

describe('a network', () => {
  it.each([
    ['192.0.2.77', '192.0.2.0/24'],
    ['::ffff:192.0.2.77', '192.0.2.0/24'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
    ['2001:0db8:0001::1', '2001:db8:1::/48'],
    ['2001:DB8:1::1', '2001:db8:1::/48'],
    ['[2001:db8:1::1]', '2001:db8:1::/48'],
    ['2001:db8:1::1%25eth0', '2001:db8:1::/48'],
    ['::1', '0:0:0::/48'],
    ['fe80::1%eth0', 'fe80:0:0::/48'],
    ['unknown', 'unknown'],
    ['', ''],
  ])('of %j is %s', (address, network) => expect(networkOf(address)).toBe(network));

  it.each([
    ['mapped, in hex', '::ffff:c000:201'],
    ['mapped, with a zone', '::ffff:192.0.2.1%eth0'],
    ['mapped, written out', '0:0:0:0:0:FFFF:192.0.2.1'],
    ['translated', '::ffff:0:192.0.2.1'],
    ['translated, in hex', '::ffff:0:c000:201'],
    ['compatible', '::192.0.2.1'],
    ['NAT64', '64:ff9b::192.0.2.1'],
    ['NAT64, in hex', '64:ff9b::c000:2fe'],
    ['NAT64 of a network’s own', '64:ff9b:1::c000:201'],
    ['6to4', '2002:c000:201::1'],
    ['6to4, another subnet', '2002:c000:2fe:ffff::9'],
    ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdfe'],
  ])('is that of the IPv4 address within: %s', (_, address) => {
    expect([networkOf(address), wideNetworkOf(address)]).toEqual(['192.0.2.0/24', undefined]);
  });

  it.each([
    ['2001:db8:1:2:3:4:5:6', '2001:db8::/32'],
    ['2a02:8109::1', '2a02:8109::/32'],
    ['::1', '0:0::/32'],
    ['192.0.2.1', undefined],
    ['unknown', undefined],
    ['', undefined],
  ])('of %j lies in the wide one %s', (address, wide) => expect(wideNetworkOf(address)).toBe(wide));

  it('is something short for whatever is given', () => {
    const given = fc.oneof(fc.string({ unit: 'binary' }), fc.ipV6(), fc.ipV4());
    fc.assert(fc.property(given, (address) => networkOf(address).length <= 64));
  });

  it('is one for all addresses of a /48', () => {
    const group = fc.integer({ min: 0, max: 0xffff }).map((n) => n.toString(16));
    fc.assert(
      fc.property(group, group, (a, b) => {
        expect(networkOf(`2001:db8:7:${a}::${b}`)).toBe('2001:db8:7::/48');
      }),
    );
  });
});
