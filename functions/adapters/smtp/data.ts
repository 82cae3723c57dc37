/** A composed message as SMTP's DATA wants it: dots at the start of a line doubled, a lone dot as its end (RFC 5321 §4.5.2). */
import type { Composed } from '../../domain/compose.ts';

/** What is written to, message after message; replaced by a larger one where it is too small. */
export type Room = { room: Buffer };

const [CRLF, END] = ['\r\n', '.\r\n'];
const LINE_OF_DOT = Buffer.from('\r\n.');
const DOT = 0x2e;
/** Messages of one letter differ by a few hundred bytes. */
const SPARE = 4096;

/** The bytes stay as they are until the next call with the same room. The message ends its lines with CRLF, as `Composed` says. */
export function dataOf(holder: Room, composed: Pick<Composed, 'length' | 'writeTo'>): Buffer {
  const needed = composed.length + CRLF.length + END.length;
  if (holder.room.length < needed) holder.room = Buffer.allocUnsafeSlow(needed + SPARE);
  const { room } = holder;
  const message = composed.writeTo(room);
  const dots = dotsIn(message);
  if (dots.length > 0) return stuffed(message, dots);
  return room.subarray(0, message.length + room.write(endOf(message), message.length, 'latin1'));
}

/** Where a dot is to be doubled. */
function dotsIn(message: Uint8Array): number[] {
  const bytes = Buffer.from(message.buffer, message.byteOffset, message.length);
  const dots = bytes[0] === DOT ? [0] : [];
  for (let at = bytes.indexOf(LINE_OF_DOT); at >= 0; at = bytes.indexOf(LINE_OF_DOT, at + 1))
    dots.push(at + CRLF.length);
  return dots;
}

function stuffed(message: Uint8Array, dots: readonly number[]): Buffer {
  const edges = [0, ...dots, message.length];
  const lines = edges.slice(1).map((to, n) => message.subarray(edges[n], to));
  const [first, ...rest] = lines;
  return Buffer.concat([
    first!,
    ...rest.flatMap((line) => [Buffer.from('.'), line]),
    Buffer.from(endOf(message)),
  ]);
}

const endOf = (message: Uint8Array): string => (message.at(-1) === 0x0a ? END : CRLF + END);
