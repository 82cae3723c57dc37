/** Lists in a cell: ids or labels, separated by semicolons, commas or bars. A label that holds a separator is quoted. */

const unique = (parts: readonly string[]): string[] => [
  ...new Set(parts.map((part) => part.trim()).filter((part) => part !== '')),
];

export function splitList(text: string): string[] {
  if (!/[;,|]/.test(text)) return text === '' ? [] : [text];
  return unique(text.split(/[;,|]/));
}

/** One label: in quotation marks, as Mailchimp writes its tags (`"Press","New York"`), or bare. */
const PART = /\s*(?:"((?:[^"]|"")*)"\s*(?=[;,|]|$)|([^;,|]*))(?:[;,|]|$)/gy;

export function readLabels(text: string): string[] {
  if (!text.includes('"')) return splitList(text);
  const labels: string[] = [];
  PART.lastIndex = 0;
  while (PART.lastIndex < text.length) {
    const part = PART.exec(text);
    if (!part) break;
    labels.push(part[1]?.replaceAll('""', '"') ?? part[2]!);
  }
  return unique(labels);
}

export const quotedLabel = (label: string): string =>
  /[;,|"]/.test(label) ? `"${label.replaceAll('"', '""')}"` : label;

export const writeLabels = (labels: readonly string[]): string => labels.map(quotedLabel).join(';');
