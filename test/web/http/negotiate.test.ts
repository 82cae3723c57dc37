import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodingFor } from '../../../functions/web/http/negotiate.ts';

describe('content negotiation', () => {
  it.each([
    [undefined, 'identity'],
    ['', 'identity'],
    ['gzip', 'gzip'],
    ['x-gzip', 'gzip'],
    ['GZIP', 'gzip'],
    ['gzip, deflate, br, zstd', 'br'],
    ['br;q=0.5, gzip;q=0.8', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['gzip;q=0', 'identity'],
    ['identity', 'identity'],
    ['identity;q=1, gzip;q=0.5', 'identity'],
    ['*', 'br'],
    ['br;q=0, *;q=0.1', 'gzip'],
    ['*;q=0', 'identity'],
    ['identity;q=0, *;q=0', 'identity'],
    ['gzip;q=2', 'identity'],
    ['gzip ; q = 0.5', 'gzip'],
    ['deflate', 'identity'],
    ['gzip;q=0.001', 'gzip'],
  ])('answers %j with %s', (header, encoding) => {
    expect(encodingFor(header)).toBe(encoding);
  });

  it('never picks a coding that the client refused or did not name, whatever the header', () => {
    const piece = fc.tuple(
      fc.constantFrom('br', 'gzip', 'identity', '*', 'zstd', ';', ''),
      fc.constantFrom('', ';q=0', ';q=0.0', ';q=1', ';q=0.5', ';q=', ';q=nan', ';;'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const header = pieces.map((p) => p.join('')).join(', ');
        const chosen = encodingFor(header);
        if (chosen === 'identity') return;
        expect(header.includes(chosen) || header.includes('*')).toBe(true);
        const last = pieces.filter(([name]) => name === chosen).at(-1)?.[1];
        expect([';q=0', ';q=0.0', ';q=', ';q=nan']).not.toContain(last);
      }),
    );
  });

  it('takes any header without throwing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (header) => {
        expect(['br', 'gzip', 'identity']).toContain(encodingFor(header));
      }),
    );
  });
});
