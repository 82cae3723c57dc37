/** A composed message as SMTP's DATA wants it: dots at the start of a line doubled, a lone dot as its end (RFC 5321 §4.5.2). */
import type { Composed } from '../../domain/letters/compose.ts';

/** What is written to, message after message; replaced by a larger one where it is too small. */
export type WriteBuffer = { room: Buffer };

const [CRLF, END] = ['\r\n', '.\r\n'];
const LINE_OF_DOT = Buffer.from('\r\n.');
const [DOT, LF] = [0x2e, 0x0a];
/** Messages of one letter differ by a few hundred bytes. */
const SPARE = 4096;

/** The bytes stay as they are until the next call with the same room. The message ends its lines with CRLF, as `Composed` says. */
export function dataOf(holder: WriteBuffer, composed: Pick<Composed, 'length' | 'writeTo'>): Buffer {
  widen(holder, composed.length + CRLF.length + END.length);
  const dots = dotsIn(composed.writeTo(holder.room));
  // Seldom: a wider room has to be written to anew.
  if (widen(holder, composed.length + dots.length + CRLF.length + END.length)) composed.writeTo(holder.room);
  const { room } = holder;
  const length = stuff(room, composed.length, dots);
  const end = room[length - 1] === LF ? END : CRLF + END;
  return room.subarray(0, length + room.write(end, length, 'latin1'));
}

/** False: it was wide enough. */
function widen(holder: WriteBuffer, needed: number): boolean {
  if (holder.room.length >= needed) return false;
  holder.room = Buffer.allocUnsafeSlow(needed + SPARE);
  return true;
}

/** Where a dot is to be doubled. */
function dotsIn(message: Uint8Array): number[] {
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.length);
  const dots = bytes[0] === DOT ? [0] : [];
  for (let at = bytes.indexOf(LINE_OF_DOT); at >= 0; at = bytes.indexOf(LINE_OF_DOT, at + 1))
    dots.push(at + CRLF.length);
  return dots;
}

/** In place, from the end: what follows the last dot moves furthest. Returns the new length. */
function stuff(room: Buffer, length: number, dots: readonly number[]): number {
  let end = length;
  for (const [n, dot] of [...dots.entries()].reverse()) {
    room.copyWithin(dot + n + 1, dot, end);
    room[dot + n] = DOT;
    end = dot;
  }
  return length + dots.length;
}
