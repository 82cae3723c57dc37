import { describe, expect, it } from 'vitest';
import { wrapIcon } from '../../../functions/domain/site/letter-icon.ts';
import { iconName } from '../../../functions/domain/site/paths.ts';

describe('icon files', () => {
  it('have a name for each size', () => {
    expect(iconName(180)).toBe('icon-180.png');
  });

  it('are an ICO whose one entry leads to the PNG', () => {
    const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]);
    const file = wrapIcon(png, 32);
    const view = new DataView(file.buffer);
    expect([...file.subarray(0, 8)]).toEqual([0, 0, 1, 0, 1, 0, 32, 32]);
    const [length, offset] = [view.getUint32(14, true), view.getUint32(18, true)];
    expect(file.subarray(offset, offset + length)).toEqual(png);
    expect(file).toHaveLength(offset + length);
  });
});
