import { describe, expect, it } from 'vitest';
import { readCsv } from '../../functions/adapters/csv-parse/read-csv.ts';
import { apply, csv, people, plan } from '../support/builders/import-csv.ts';
import { openSubscriptions } from '../support/builders/subscriptions.ts';
import { collect } from '../support/probes/collect.ts';
import { growth, LINEAR } from '../support/probes/growth.ts';

const PIECE = 64 * 1024;

/** What is read of a list of 60 MB before it is refused; `start`, then `piece` without end. */
async function readOf(start: string, piece: string): Promise<{ read: number; message: string }> {
  let read = 0;
  async function* bytes() {
    yield Buffer.from(start);
    for (; read < 60 * 1024 * 1024; read += PIECE) yield Buffer.from(piece.repeat(PIECE / piece.length));
  }
  const message = await collect(readCsv(bytes())).then(
    () => '',
    (error: { code: string; message: string }) => `${error.code} ${error.message}`,
  );
  return { read, message };
}
const rowsOf = (text: string, size = 4096) =>
  collect(
    readCsv(
      (async function* () {
        for (let at = 0; at < text.length; at += size) yield Buffer.from(text.slice(at, at + size));
      })(),
    ),
  );

describe('a list', () => {
  it.each([
    ['a quotation mark that never closes', 'email,name\na@b.c,"', 'x'],
    ['a first line without end', 'email', ',x'],
    ['a first line in quotation marks', '"', 'a'],
    ['a row of 200,000 columns', 'email,name\na@b.c', ',"x"'],
    ['a row of quotation marks', 'email,name\n', '"'],
    ['a row without end that looks like the end of one', 'email,name\n', '","'],
  ])('of 60 MB in %s is refused with its line, and not read to its end', async (_, start, piece) => {
    const { read, message } = await readOf(start, piece.length === 3 ? `${piece} ` : piece);
    expect(message).toMatch(/^invalid Line [12]: .*64 KB/);
    expect(read).toBeLessThan(2 * 1024 * 1024);
  });

  it.each<[string, (size: number) => string]>([
    ['columns', (size) => `email${',x'.repeat(size)}\na@b.c${',y'.repeat(size)}\n`],
    ['columns of one name', (size) => `email${',email'.repeat(size)}\na@b.c\n`],
    ['blank lines', (size) => `email\n${'\r'.repeat(size)}a@b.c\n`],
    ['empty cells in quotation marks', (size) => `email,n\na@b.c${',""'.repeat(size)}\n`],
    ['quotation marks astray', (size) => `email,n\n${'a"b,c\n'.repeat(size)}`],
    ['delimiters of all kinds', (size) => `email${',;\t|'.repeat(size)}\n`],
    ['controls', (size) => `email,n\na@b.c,${'\u0000\u0001\u001b[2J'.repeat(size)}\n`],
  ])('takes no longer than its length: %s', async (_, bomb) => {
    expect(await growth((text) => rowsOf(text), bomb, 200)).toBeLessThan(LINEAR);
  });

  it('with thousands of columns is planned in time that grows with its length alone', async () => {
    const wide = (size: number) =>
      `email${Array.from({ length: size }, (_, n) => `,c${n}`).join('')}\na@b.c${',unsubscribed'.repeat(size)}\n`;
    expect(await growth((text) => plan(openSubscriptions(), text), wide, 60)).toBeLessThan(LINEAR);
  });

  it('makes nobody of a cell that is no address, whatever hides in it', async () => {
    const desk = openSubscriptions();
    const cells = [
      ...[
        'a@b.c\u0000',
        '\u202ea@b.c',
        'a@b.c\u200b',
        'a@b.c,d@e.f',
        '<a@b.c>',
        'a@b.c\r\nBcc: d@e.f',
        '=a@b.c',
      ],
      ...[
        'mailto:a@b.c',
        'a@b.c?subject=x',
        "'; DROP TABLE subscribers; --@x.example",
        '../../a@b.c',
        '__proto__',
      ],
    ];
    const text = csv('email,name', ...cells.map((cell) => `"${cell.replaceAll('"', '""')}",N`));
    const { fingerprint } = await plan(desk, text);
    expect(fingerprint).toBeTruthy();
    await apply(desk, text);
    for (const { email } of await desk.ports.subscribers.page({ after: '', limit: 100 }))
      expect(email).toMatch(/^[\w.'=/-]+@[\w.-]+$/);
    expect(await people(desk)).not.toMatch(/[\u0000-\u001f\u200b\u202e<>?:]/);
  });
});
