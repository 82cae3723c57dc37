/** The two secrets on one machine: DATA_DIR/secrets.json, made once, readable by its owner alone, to be kept in every backup. */
import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BroadsheetError } from '../../domain/error.ts';
import type { LinkKey, Secrets } from '../../domain/secrets.ts';

type File = {
  identity: string;
  links: { current: { id: string; secret: string }; retired: { id: string; secret: string }[] };
};

/** Reads them, or makes them where there are none. Throws `config` where the file cannot be understood. */
export function openSecrets(dataDir: string): Secrets {
  const file = join(dataDir, 'secrets.json');
  return read(file) ?? make(file, dataDir);
}

function read(file: string): Secrets | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw unusable(file, error);
  }
  try {
    return parse(JSON.parse(text) as File);
  } catch (error) {
    throw unusable(file, error);
  }
}

const unusable = (file: string, cause: unknown) =>
  new BroadsheetError('config', `${file} cannot be read as secrets.`, {
    remedy:
      'Restore it from a backup: without the identity key, subscribers and suppressions cannot be found again.',
    cause,
  });

/** HMAC-SHA-256 keys (RFC 2104 §3: as long as the hash). */
const KEY_BYTES = 32;

function parse({ identity, links }: File): Secrets {
  const bytes = (text: string): Uint8Array => {
    const decoded = Buffer.from(text, 'base64url');
    if (decoded.length !== KEY_BYTES) throw new Error('a key is not 32 bytes long');
    return decoded;
  };
  const key = ({ id, secret }: { id: string; secret: string }): LinkKey => ({ id, secret: bytes(secret) });
  return {
    identity: bytes(identity),
    links: { current: key(links.current), retired: links.retired.map(key) },
  };
}

function make(file: string, dataDir: string): Secrets {
  const random = (length: number) => randomBytes(length).toString('base64url');
  const fresh: File = {
    identity: random(KEY_BYTES),
    links: { current: { id: random(3), secret: random(KEY_BYTES) }, retired: [] },
  };
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const draft = `${file}.${random(6)}`;
  writeFileSync(draft, `${JSON.stringify(fresh, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  try {
    // A link, not a rename: of two processes that start at once, the second must take the first one's keys.
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  return read(file)!;
}
