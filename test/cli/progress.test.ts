import { describe, expect, it } from 'vitest';
import { createProgress } from '../../functions/cli/progress.ts';
import { runCommandLine } from '../../functions/cli/run.ts';
import { MINUTE, SECOND } from '../../functions/domain/time/instant.ts';

function aStream(isTerminal: boolean, columns?: number) {
  const stream = { now: 0, written: '' };
  const progress = createProgress({
    write: (text) => {
      stream.written += text;
    },
    isTerminal,
    clock: () => stream.now,
    columns,
  });
  return Object.assign(stream, { progress });
}

describe('progress on a terminal', () => {
  it('is one line that is written over, however long the one before was', () => {
    const stream = aStream(true);
    stream.progress.show('10 of 200 rows');
    stream.now += SECOND;
    stream.progress.show('20 rows');
    expect(stream.written).toBe('\r10 of 200 rows\r20 rows       ');
  });

  it('moves ten times a second at most', () => {
    const stream = aStream(true);
    for (let n = 0; n < 1000; n++) {
      stream.now = n;
      stream.progress.show('x');
    }
    expect(stream.written).toBe('\rx'.repeat(10));
  });

  it('is cut where the terminal ends: a wrapped line could not be written over', () => {
    const stream = aStream(true, 8);
    stream.progress.show('1234567890');
    expect(stream.written).toBe('\r1234567');
    const unknown = aStream(true, 0);
    unknown.progress.show('1234567890');
    expect(unknown.written).toBe('\r1234567890');
  });

  it('is gone when it ends, once, and can begin again', () => {
    const stream = aStream(true);
    stream.progress.show('half');
    stream.progress.end();
    stream.progress.end();
    stream.progress.show('more');
    expect(stream.written).toBe('\rhalf\r    \r\rmore');
  });
});

describe('progress elsewhere', () => {
  it('is a line a minute, and nothing for what takes less', () => {
    const stream = aStream(false);
    for (stream.now = 0; stream.now <= 3 * MINUTE; stream.now += SECOND)
      stream.progress.show(`at ${stream.now / SECOND} s`);
    stream.progress.end();
    expect(stream.written).toBe('at 60 s\nat 120 s\nat 180 s\n');
  });
});

describe('a command', () => {
  it('moves its line on the error stream, and other words start on a clean one', async () => {
    const said = { out: '', err: '' };
    const write = (text: string) => {
      said.err += text;
    };
    const long = {
      ...{ name: 'long', summary: 'Takes its time.', takes: [], flags: {} },
      run: async (call: { progress(line: string): void; tell(line: string): void }) => {
        call.progress('half \u001b[2J');
        call.tell('a word');
        return { text: 'Done.', data: {} };
      },
    };
    await runCommandLine([long], ['long'], {
      ...{ environment: {}, cwd: '.', ask: undefined },
      print: (text) => {
        said.out += text;
      },
      complain: (text) => write(`${text}\n`),
      progress: { write, isTerminal: true, clock: () => 0 },
    });
    expect(said).toEqual({ out: 'Done.', err: '\rhalf \ufffd[2J\r         \ra word\n' });
  });
});
