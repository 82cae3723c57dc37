/** Content negotiation: chooses the content coding that a client gets (RFC 9110 §12.5.3). */

export type Encoding = 'br' | 'gzip' | 'identity';

/** In order of preference, for codings that the client weighs equally. */
const OURS: readonly Encoding[] = ['br', 'gzip', 'identity'];
const ALIASES: Readonly<Record<string, string>> = { 'x-gzip': 'gzip' };

/** Headers whose choice is memoized: clients send only a few. No LRU cache, because each answer would have to note a use. */
const REMEMBERED = 200;
const remembered = new Map<string, Encoding>();

/** A missing header and one that refuses every coding get the plain bytes, because an answer serves a client better than a 406. */
export function encodingFor(header: string | null | undefined): Encoding {
  if (!header) return 'identity';
  const known = remembered.get(header);
  if (known) return known;
  const chosen = choose(header);
  if (remembered.size < REMEMBERED && header.length < 200) remembered.set(header, chosen);
  return chosen;
}

function choose(header: string): Encoding {
  const wishes = parse(header);
  const wish = (encoding: Encoding): number =>
    // Plain bytes are acceptable unless refused, but a coding that is named comes first.
    wishes.get(encoding) ?? wishes.get('*') ?? (encoding === 'identity' ? Number.MIN_VALUE : 0);
  const best = [...OURS].sort((a, b) => wish(b) - wish(a))[0]!;
  return wish(best) > 0 ? best : 'identity';
}

function parse(header: string): Map<string, number> {
  const wishes = new Map<string, number>();
  for (const part of header.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim());
    const weight = parameters.find((parameter) => /^q\s*=/.test(parameter));
    if (name) wishes.set(ALIASES[name] ?? name, weight ? qvalue(weight.replace(/^q\s*=\s*/, '')) : 1);
  }
  return wishes;
}

/** RFC 9110 §12.4.2: 0 to 1 with up to three decimals. An invalid weight counts as a refusal. */
const qvalue = (text: string): number => (/^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(text) ? Number(text) : 0);
