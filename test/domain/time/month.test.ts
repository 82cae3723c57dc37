import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatLocalTime, HOUR } from '../../../functions/domain/time/instant.ts';
import { monthOf } from '../../../functions/domain/time/month.ts';

it('is the local month, in every zone and near every border', () => {
  const zone = fc.constantFrom(
    'UTC',
    'Pacific/Kiritimati',
    'Pacific/Niue',
    'Asia/Kathmandu',
    'America/New_York',
  );
  const border = fc.tuple(fc.integer({ min: 1990, max: 2060 }), fc.integer({ min: 0, max: 11 }));
  const property = fc.property(
    zone,
    border,
    fc.integer({ min: -30, max: 30 }),
    (tz, [year, month], hours) => {
      const instant = Date.UTC(year, month) + hours * HOUR;
      expect(monthOf(instant, tz)).toBe(formatLocalTime(instant, tz).slice(0, 7));
    },
  );
  fc.assert(property);
});
