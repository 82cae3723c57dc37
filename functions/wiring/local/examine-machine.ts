/** Examines this machine for `doctor`: its Node, its data, its secrets, its mail server. */
import { createHash } from 'node:crypto';
import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isBroadsheetError } from '../../domain/error.ts';
import { type Finding, info, ok, problem } from '../../domain/finding.ts';
import type { Config } from '../config.ts';
import { describeOpenFolder, makeDataFolder } from './data-folder.ts';
import { lockServer } from './lock.ts';

/** The major version that the code is tested with: it runs TypeScript without a build, and has SQLite. */
const NODE_MAJOR = 24;

export async function examineMachine(config: Config): Promise<Finding[]> {
  return [
    examineNode(process.versions.node),
    ...examineData(config),
    ...(config.mailer === 'smtp' ? [await examineMailServer(config.smtpUrl!)] : []),
  ];
}

export const examineNode = (version: string): Finding =>
  Number.parseInt(version, 10) >= NODE_MAJOR
    ? ok('node', `Node ${version}.`)
    : problem(
        'node',
        `This is Node ${version}; Broadsheet is tested with ${NODE_MAJOR}.`,
        'Run it by npm, or by node_modules/.bin/node.',
      );

function examineData(config: Config): Finding[] {
  const { dataDir } = config;
  try {
    makeDataFolder(dataDir);
    accessSync(dataDir, constants.W_OK | constants.X_OK);
  } catch {
    return [
      problem(
        'data',
        `${dataDir} cannot be written to.`,
        'Run this as the user the server runs as, or mend the folder’s owner.',
      ),
    ];
  }
  const open = describeOpenFolder(dataDir);
  return [
    open === undefined
      ? ok('data', `${dataDir} can be written to.`)
      : problem('data', `Others on this machine can read what is in ${dataDir}.`, `chmod -R go= ${dataDir}`),
    examineServer(config),
    examineSecrets(dataDir),
  ];
}

function examineServer(config: Config): Finding {
  try {
    lockServer(config).release();
    return info(
      'server',
      'No server runs on this data: nothing is delivered by itself.',
      'Start one where letters are to go by schedule.',
    );
  } catch (error) {
    if (!isBroadsheetError(error) || error.code !== 'locked') throw error;
    return ok('server', 'A server runs on this data.');
  }
}

/** A copy elsewhere cannot be seen from here. The fingerprint shows an operator whether a copy is of these secrets. */
function examineSecrets(dataDir: string): Finding {
  const file = join(dataDir, 'secrets.json');
  if (!statSync(file, { throwIfNoEntry: false }))
    return info(
      'secrets',
      'There are no secrets yet: the first server or command makes them.',
      'Back them up then.',
    );
  const fingerprint = createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 12);
  return info(
    'secrets',
    `Without ${file} no subscriber is found again.`,
    `Keep a copy elsewhere: \`sha256sum\` of it begins with ${fingerprint}.`,
  );
}

async function examineMailServer(url: string): Promise<Finding> {
  const { examineSmtp } = await import('../../adapters/smtp/examine.ts');
  const why = await examineSmtp(url);
  return why === undefined
    ? ok('SMTP', 'The mail server answers, and lets us in.')
    : problem(
        'SMTP',
        `The mail server does not let us in: ${why}`,
        'Check SMTP_URL, and that nothing blocks its port.',
      );
}
