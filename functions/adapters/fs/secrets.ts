/** The secrets of one machine: DATA_DIR/secrets.json, made once, readable by its owner only, and needed in every backup. */
import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BroadsheetError } from '../../domain/error.ts';
import {
  createSecrets,
  formatSecrets,
  parseSecrets,
  replaceLinkKey,
  type Secrets,
} from '../../domain/secrets.ts';

/** Reads the secrets, or makes them if there are none. Throws `config` if the file cannot be understood. */
export function openSecrets(dataDir: string): Secrets {
  const file = secretsFile(dataDir);
  return read(file) ?? makeSecrets(file, dataDir);
}

/** Makes a new link key (key rotation). From now on the old key only verifies `unsubscribe`. The file is replaced atomically. */
export function rotateSecrets(dataDir: string): Secrets {
  const next = replaceLinkKey(openSecrets(dataDir), randomBytes);
  renameSync(writeDraft(secretsFile(dataDir), next), secretsFile(dataDir));
  return next;
}

const secretsFile = (dataDir: string): string => join(dataDir, 'secrets.json');

function read(file: string): Secrets | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw unusableError(file, error);
  }
  try {
    const { identity, links } = JSON.parse(text) as { identity: string; links: unknown };
    return parseSecrets({ identity, links: JSON.stringify(links) });
  } catch (error) {
    throw unusableError(file, error);
  }
}

const unusableError = (file: string, cause: unknown) =>
  new BroadsheetError('config', `${file} cannot be read as secrets.`, {
    remedy:
      'Restore it from a backup: without the identity key, subscribers and suppressions cannot be found again.',
    cause,
  });

function writeDraft(file: string, secrets: Secrets): string {
  const { identity, links } = formatSecrets(secrets);
  const draft = `${file}.${randomBytes(6).toString('base64url')}`;
  const text = JSON.stringify({ identity, links: JSON.parse(links) }, null, 2);
  writeFileSync(draft, `${text}\n`, { mode: 0o600, flag: 'wx' });
  return draft;
}

function makeSecrets(file: string, dataDir: string): Secrets {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const draft = writeDraft(file, createSecrets(randomBytes));
  try {
    // A link, not a rename: if two processes start at once, the second must take the first one's keys.
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  return read(file)!;
}
