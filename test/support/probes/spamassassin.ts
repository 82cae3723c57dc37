/** Runs SpamAssassin, without the network. SPAMASSASSIN names another program. */
import { spawnSync } from 'node:child_process';

const PROGRAM = process.env.SPAMASSASSIN ?? 'spamassassin';

/** `hits`: the rules that matched, with their points. */
export type SpamReport = { score: number; hits: string };

/** A mailbox in mbox format (RFC 4155). Each message gets a header with its name, because reports come in another order. */
function writeMailbox(messages: ReadonlyMap<string, Uint8Array>): Buffer {
  const parts = [...messages].flatMap(([name, bytes]) => {
    const text = Buffer.from(bytes)
      .toString('latin1')
      .replace(/\r\n/g, '\n')
      .replace(/^(>*From )/gm, '>$1');
    return `From desk@reader.example Mon Nov 23 07:00:00 2026\nX-Name: ${encodeURIComponent(name)}\n${text}\n\n`;
  });
  return Buffer.from(parts.join(''), 'latin1');
}

function readReport(report: string): SpamReport {
  const score = /^X-Spam-Status:.*?score=(-?[\d.]+)/m.exec(report.replace(/\n[ \t]+/g, ' '))?.[1];
  if (score === undefined) throw new Error(`${PROGRAM} gave no score: ${report.slice(0, 200)}`);
  return { score: Number(score), hits: (report.split('Content analysis details:')[1] ?? '').trim() };
}

/** The reports by name: one run of the program, since its start takes longest. Throws if it is missing, or if a report is. */
export function scoreAll(messages: ReadonlyMap<string, Uint8Array>): ReadonlyMap<string, SpamReport> {
  const options = { input: writeMailbox(messages), maxBuffer: 256 * 1024 * 1024 };
  const { error, status, stdout, stderr } = spawnSync(PROGRAM, ['-L', '-t', '--mbox'], options);
  if (error || status !== 0)
    throw new Error(
      `${PROGRAM} did not run (${error?.message ?? stderr.toString().slice(0, 200)}): apt-get install spamassassin`,
    );
  const found = stdout
    .toString('latin1')
    .split(/^From desk@reader\.example .*\n/m)
    .slice(1);
  const reports = new Map(
    found.map((report) => [
      decodeURIComponent(/^X-Name: (\S+)/m.exec(report)?.[1] ?? ''),
      readReport(report),
    ]),
  );
  const missing = [...messages.keys()].filter((name) => !reports.has(name));
  if (missing.length > 0) throw new Error(`${PROGRAM} did not report on ${missing.join(', ')}.`);
  return reports;
}
