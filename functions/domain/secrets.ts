/** The two secrets: the identity key, which never rotates and is in every backup, and the link key, a ring of keys (key rotation). */

export type LinkKey = { id: string; secret: Uint8Array };

export type Secrets = {
  /** 32 bytes: subscriber ids and suppressions are HMACs under it. */
  identity: Uint8Array;
  links: {
    current: LinkKey;
    /** Former keys verify `unsubscribe` links for ever, and nothing else. */
    retired: readonly LinkKey[];
  };
};

/** The stored form: the identity key in base64url, the ring as JSON with keys in base64url. */
export type SecretTexts = { identity: string; links: string };

type RingText = { current: KeyText; retired: KeyText[] };
type KeyText = { id: string; secret: string };

/** HMAC-SHA-256 keys (RFC 2104 §3: as long as the hash). */
const KEY_BYTES = 32;

/** Returns that many random bytes. */
export type RandomBytes = (bytes: number) => Uint8Array;

const encodeKey = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

function decodeKey(encoded: unknown): Uint8Array {
  const decoded = Buffer.from(typeof encoded === 'string' ? encoded : '', 'base64url');
  if (decoded.length !== KEY_BYTES) throw new Error('a key is not 32 bytes long');
  return decoded;
}

const createKey = (random: RandomBytes): LinkKey => ({ id: encodeKey(random(3)), secret: random(KEY_BYTES) });

export const createSecrets = (random: RandomBytes): Secrets => ({
  identity: random(KEY_BYTES),
  links: { current: createKey(random), retired: [] },
});

/** Retires the link key and makes a new one. The identity key stays, so subscriber ids and suppressions stay. */
export const replaceLinkKey = (secrets: Secrets, random: RandomBytes): Secrets => ({
  ...secrets,
  links: { current: createKey(random), retired: [secrets.links.current, ...secrets.links.retired] },
});

export function formatSecrets({ identity, links }: Secrets): SecretTexts {
  const key = ({ id, secret }: LinkKey): KeyText => ({ id, secret: encodeKey(secret) });
  const ring: RingText = { current: key(links.current), retired: links.retired.map(key) };
  return { identity: encodeKey(identity), links: JSON.stringify(ring) };
}

/** Throws if a text has another form. */
export function parseSecrets({ identity, links }: SecretTexts): Secrets {
  const ring = JSON.parse(links) as RingText;
  const key = ({ id, secret }: KeyText): LinkKey => ({ id, secret: decodeKey(secret) });
  return {
    identity: decodeKey(identity),
    links: { current: key(ring.current), retired: ring.retired.map(key) },
  };
}
