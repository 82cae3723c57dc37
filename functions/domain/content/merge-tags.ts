/**
 * Finds merge tags of other programs (`{{name}}`, `*|FNAME|*`). Broadsheet fills in none, so readers would see them as typed. The forms are
 * those of the programs' own documentation: Mustache, Liquid and Handlebars (Kit, Brevo, listmonk, HubSpot), Mailchimp, Salesforce,
 * Mailgun, ActiveCampaign, Ghost, MailerLite, MailPoet, Sendy, Campaign Monitor, Mailjet, Zoho, ERB.
 */

/** `at`: the index of the tag in the text. */
export type MergeTag = { tag: string; at: number };

/** No escape stands before: `\{\{` is meant to be printed. In LaTeX, braces follow a command, `^` or `_`. */
const NOT_ESCAPED = String.raw`(?<![\\$^_\w}])`;
/** The first two characters of a name, in any script. One letter alone is mathematics. */
const NAME_START = String.raw`[\p{L}_][\p{L}\p{N}_]`;

/** Forms that never occur in prose. */
const CERTAIN_TAGS: readonly RegExp[] = [
  // {{ name }}, {{{ body }}}, {{#if x}}, {{/if}}, {{ .Subscriber.Name }}, {{ "now" | date }}, {{- if -}}, {{${first_name}}}
  new RegExp(
    String.raw`${NOT_ESCAPED}\{{2,3}[-~]?\s*(?:\$\{)?[#/^&>!.$@%=*-]*\s*(?:${NAME_START}|["'])[^{}]{0,200}\}{2,4}`,
    'gu',
  ),
  // {% if x %}, {%NAME%}
  /(?<!\\)\{%[-+]?\s*[\p{L}_][^{}%]{0,200}(?:%(?!\})[^{}%]{0,200})*%\}/gu,
  // *|FNAME|*, *|IF:FNAME|*
  /(?<!\\)\*\|[A-Z][A-Z0-9_]+(?:[:=][^|*\n]{0,100})?\|\*/g,
  /(?<![\\\p{L}\p{N}*|])\*\|[\p{L}_][\p{L}\p{N}_ ]{1,60}\|\*(?![\p{L}\p{N}|])/gu,
  // %%first_name%%, %%=v(@name)=%%, %%[ SET @a ]%%
  new RegExp(String.raw`(?<![\\%])%%(?:=\s*\p{L}|\[\s*\p{L}|${NAME_START})[^%\n]{0,100}%%(?!%)`, 'gu'),
  // <%= name %>, <% if x %>
  /(?<!\\)<%[-=#]?\s*[^%\n]{1,200}%>/g,
  // [% user.email %]
  /(?<!\\)\[%-?\s*[\p{L}_][^%\n]{0,100}%\](?!\()/gu,
  // $[FNAME]$, $[UD:NAME|Reader]$
  /(?<!\\)\$\[[A-Z][^\]\n]{0,100}\]\$/g,
];

/** Delimiters that prose uses, too: a tag only around a typical field of a mailing list (listed below). */
const DELIMITERS: readonly (readonly [open: string, close: string])[] = [
  ['[[', ']]'],
  ['${', '}'],
  ['{', '}'],
  ['[', ']'],
  ['##', '##'],
  ['#', '#'],
  ['%(', ')s'],
  ['%', '%'],
  ['@', '@'],
  ['$', '$'],
  ['-', '-'],
];

const OWNER_WORDS =
  '(?:user|subscriber|recipient|contact|contactfield|customer|member|lead|person|profile|data|var|list|merge|link)';
const FIELD_WORDS = [
  '(?:first|last|full|given|sur|sir|nick|user|display|f|l)[_ .-]?name',
  '(?:e[_-]?mail)(?:[_ -]?(?:address|id))?',
  '(?:vor|nach)name|pr[ée]nom|nombre|apellidos?|nome|cognome',
  'unsubscribe(?:d)?(?:[_ -]?(?:link|url))?|link_unsubscribe|unsub(?:[_-]?(?:link|url))?',
  '(?:web[_-]?version|view[_-]?in[_-]?browser|preferences)(?:[_ -]?(?:link|url))?',
].join('|');
/**
 * All that may stand inside such a tag: `first_name`, `subscriber:firstname | default:reader`, `name, "friend"`, `$name`,
 * `!Contact.FirstName`.
 */
const PERSONAL_FIELD = String.raw`[$!]?\s*(?:${OWNER_WORDS}[.:_=])*(?:${FIELD_WORDS}|${OWNER_WORDS}[.:_=]\p{L}[\p{L}\p{N}_]*|name)(?:\s*[,|:=][^\]\[{}#%@$\n]{0,80})?\s*`;
/** Fields that only a program would write so: `[first_name]` and `[Name,fallback=there]` are tags, `[name]` and `-name-` are prose. */
const CODED_FIELD = String.raw`(?:\p{L}+[_:]\p{L}[\p{L}_:]*|(?:first|last|full|f|l)name|(?:name|email)\s*,\s*fallback=|(?:unsubscribe|webversion)\])`;

const escapePattern = (text: string): string => text.replace(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);

function pairPattern([open, close]: (typeof DELIMITERS)[number]): RegExp {
  const strict = '[-$#@'.includes(open);
  const inside = strict ? `(?=${CODED_FIELD})${PERSONAL_FIELD}` : PERSONAL_FIELD;
  // Excluded: the text of a link, a reference, an escape in a URL, an address, and a longer run of the same delimiter.
  const before = String.raw`(?<![\\\p{L}\p{N}_${escapePattern(open[0]!)}])`;
  const after = String.raw`(?![(\[\p{L}\p{N}_${escapePattern(close.at(-1)!)}]|:(?=\s))`;
  return new RegExp(`${before}${escapePattern(open)}${inside}${escapePattern(close)}${after}`, 'giu');
}

const LIKELY_TAGS = DELIMITERS.map(pairPattern);

/** A cheap test before all patterns: nearly no text has a certain form, or a field name right behind another delimiter. */
const TAG_HINT =
  /\{|%[%(\w]|<%|\*\||\[(?:[[%]|\w*(?:[_:,]|name)|unsub|webv)|[#@$][[#{\w]*(?:[_:]|name|mail)|name-/i;

/** Returns the tags in the order of the text. Tags in code are found, too: the caller masks code first. */
export function findMergeTags(text: string): readonly MergeTag[] {
  if (!TAG_HINT.test(text)) return [];
  const found: MergeTag[] = [];
  for (const pattern of [...CERTAIN_TAGS, ...LIKELY_TAGS])
    for (const match of text.matchAll(pattern)) {
      const end = match.index + match[0].length;
      const overlaps = found.some(({ tag, at }) => match.index < at + tag.length && at < end);
      if (!overlaps) found.push({ tag: match[0], at: match.index });
    }
  return found.sort((a, b) => a.at - b.at);
}
