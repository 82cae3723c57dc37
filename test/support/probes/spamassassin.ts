/** Runs SpamAssassin on one message, without the network. SPAMASSASSIN names another program. */
import { spawnSync } from 'node:child_process';

const PROGRAM = process.env.SPAMASSASSIN ?? 'spamassassin';

/** `hits`: the rules that matched, with their points. */
export type SpamReport = { score: number; hits: string };

/** Throws if the program is missing or its report cannot be read. */
export function scoreOf(message: Uint8Array): SpamReport {
  const { error, status, stdout, stderr } = spawnSync(PROGRAM, ['-L', '-t'], { input: message });
  if (error || status !== 0)
    throw new Error(
      `${PROGRAM} did not run (${error?.message ?? stderr.toString().slice(0, 200)}): apt-get install spamassassin`,
    );
  const text = stdout.toString().replace(/\n[ \t]+/g, ' ');
  const score = /^X-Spam-Status:.*?score=(-?[\d.]+)/m.exec(text)?.[1];
  if (score === undefined) throw new Error(`${PROGRAM} gave no score: ${text.slice(0, 200)}`);
  const table = stdout.toString().split('Content analysis details:')[1] ?? '';
  return { score: Number(score), hits: table.trim() };
}
