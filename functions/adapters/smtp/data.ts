/**
 * Encodes a composed message for SMTP's DATA (dot-stuffing): a dot at the start of a line is doubled, and a lone dot ends the message (RFC
 * 5321 §4.5.2).
 */
import type { ComposedMessage } from '../../domain/letters/compose.ts';

/** A reusable buffer for one message after another; a larger one replaces it if needed. */
export type WriteBuffer = { room: Buffer };

const [CRLF, END] = ['\r\n', '.\r\n'];
const LINE_OF_DOT = Buffer.from('\r\n.');
const [DOT, LF] = [0x2e, 0x0a];
/** Spare bytes: messages of one letter differ by a few hundred. */
const SPARE_BYTES = 4096;

/** Returns the encoded bytes, which stay valid until the next call with the same room. `composed` ends its lines with CRLF. */
export function encodeData(
  holder: WriteBuffer,
  composed: Pick<ComposedMessage, 'length' | 'writeTo'>,
): Buffer {
  widenBuffer(holder, composed.length + CRLF.length + END.length);
  const dots = findDots(composed.writeTo(holder.room));
  // Seldom: a replaced buffer must be written again.
  if (widenBuffer(holder, composed.length + dots.length + CRLF.length + END.length))
    composed.writeTo(holder.room);
  const { room } = holder;
  const length = stuffDots(room, composed.length, dots);
  const end = room[length - 1] === LF ? END : CRLF + END;
  return room.subarray(0, length + room.write(end, length, 'latin1'));
}

/** True if the buffer was replaced, because it was too small. */
function widenBuffer(holder: WriteBuffer, needed: number): boolean {
  if (holder.room.length >= needed) return false;
  holder.room = Buffer.allocUnsafeSlow(needed + SPARE_BYTES);
  return true;
}

/** The positions of dots that must be doubled. */
function findDots(message: Uint8Array): number[] {
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.length);
  const dots = bytes[0] === DOT ? [0] : [];
  for (let at = bytes.indexOf(LINE_OF_DOT); at >= 0; at = bytes.indexOf(LINE_OF_DOT, at + 1))
    dots.push(at + CRLF.length);
  return dots;
}

/** Doubles the dots in place, from the end, so that each byte moves once. Returns the new length. */
function stuffDots(room: Buffer, length: number, dots: readonly number[]): number {
  let end = length;
  for (const [n, dot] of [...dots.entries()].reverse()) {
    room.copyWithin(dot + n + 1, dot, end);
    room[dot + n] = DOT;
    end = dot;
  }
  return length + dots.length;
}
