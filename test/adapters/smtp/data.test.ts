import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeData } from '../../../functions/adapters/smtp/data.ts';

const composedOf = (text: string) => ({
  length: text.length,
  writeTo(room: Buffer) {
    room.write(text, 'latin1');
    return room.subarray(0, text.length);
  },
});
const onTheWire = (text: string, room = { room: Buffer.alloc(0) }): string =>
  encodeData(room, composedOf(text)).toString('latin1');

/** What a server makes of it: RFC 5321 §4.5.2. */
function received(data: string): string {
  const end = data.indexOf('\r\n.\r\n');
  expect(end).toBe(data.length - 5);
  return data.slice(0, end + 2).replace(/^\.|(?<=\r\n)\./g, '');
}

describe('a message on the wire', () => {
  it.each([
    ['A: b\r\n\r\nText.\r\n', 'A: b\r\n\r\nText.\r\n.\r\n'],
    ['A: b\r\n\r\n.\r\n', 'A: b\r\n\r\n..\r\n.\r\n'],
    ['A: b\r\n\r\n.\r\n.\r\n..x\r\n', 'A: b\r\n\r\n..\r\n..\r\n...x\r\n.\r\n'],
    ['.A\r\n', '..A\r\n.\r\n'],
    ['A: b\r\n\r\nno line end', 'A: b\r\n\r\nno line end\r\n.\r\n'],
    ['A: b\r\n\r\n.', 'A: b\r\n\r\n..\r\n.\r\n'],
    ['A: b.c\r\n\r\nx.\r\n.=\r\n', 'A: b.c\r\n\r\nx.\r\n..=\r\n.\r\n'],
  ])('%j goes as %j', (message, data) => {
    expect(onTheWire(message)).toBe(data);
  });

  it('is what the server gets, whatever its lines are, in a room that held another', () => {
    const line = fc.string({ unit: fc.constantFrom('.', 'a', '=', ' '), maxLength: 6 });
    const room = { room: Buffer.from('left over\r\n.\r\n'.repeat(20)) };
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 12 }), (lines) => {
        const message = `A: b\r\n${lines.join('\r\n')}\r\n`;
        expect(received(onTheWire(message, room))).toBe(message);
      }),
    );
  });

  it('gets a larger room where there are more dots than it has to spare', () => {
    const message = 'A: b\r\n'.concat('.\r\n'.repeat(20_000));
    expect(received(onTheWire(message))).toBe(message);
  });

  it('gets a larger room where it does not fit, and keeps it', () => {
    const room = { room: Buffer.alloc(0) };
    expect(onTheWire(`${'x'.repeat(70_000)}\r\n`, room)).toHaveLength(70_005);
    const { length } = room.room;
    onTheWire('x\r\n', room);
    expect(room.room).toHaveLength(length);
  });
});
