/** Packs a batch's members into few bytes: a write costs a unit a KB, and fifty ids are most of an item. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** 22 characters of base64url are 132 bits (domain/subscribers/identity.ts). */
const LENGTH = 22;
const BITS = 6 * LENGTH;
const ID = new RegExp(`^[A-Za-z0-9_-]{${LENGTH}}$`);

/** Ids of our form are packed bit by bit; other ids are stored as words. */
export function pack(members: readonly string[]): AttributeValue | undefined {
  if (members.length === 0) return undefined;
  if (!members.every((id) => ID.test(id))) return { S: members.join(' ') };
  const characters = members.join('');
  // Padded to groups of four characters: base64 decoding would drop the last bits of an incomplete group.
  const whole = characters.padEnd(Math.ceil(characters.length / 4) * 4, 'A');
  return { B: Buffer.from(whole, 'base64url') };
}

export function unpack(value: AttributeValue | undefined): string[] {
  if (value?.S !== undefined) return value.S.split(' ');
  if (value?.B === undefined) return [];
  const characters = Buffer.from(value.B).toString('base64url');
  const count = Math.floor((value.B.length * 8) / BITS);
  return Array.from({ length: count }, (_, i) => characters.slice(i * LENGTH, (i + 1) * LENGTH));
}
