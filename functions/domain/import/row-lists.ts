/** Lists in a cell: ids or labels, separated by semicolons, commas or bars. A label that holds a separator is quoted. */

const uniqueParts = (parts: readonly string[]): string[] => [
  ...new Set(parts.map((part) => part.trim()).filter((part) => part !== '')),
];

export function splitList(text: string): string[] {
  if (!/[;,|]/.test(text)) return text === '' ? [] : [text];
  return uniqueParts(text.split(/[;,|]/));
}

/** One label: in quotation marks, as Mailchimp writes its tags (`"Press","New York"`), or bare. */
const LABEL_PATTERN = /\s*(?:"((?:[^"]|"")*)"\s*(?=[;,|]|$)|([^;,|]*))(?:[;,|]|$)/gy;

export function readLabels(text: string): string[] {
  if (!text.includes('"')) return splitList(text);
  const labels: string[] = [];
  LABEL_PATTERN.lastIndex = 0;
  while (LABEL_PATTERN.lastIndex < text.length) {
    const part = LABEL_PATTERN.exec(text);
    if (!part) break;
    labels.push(part[1]?.replaceAll('""', '"') ?? part[2]!);
  }
  return uniqueParts(labels);
}

export const quoteLabel = (label: string): string =>
  /[;,|"]/.test(label) ? `"${label.replaceAll('"', '""')}"` : label;

export const writeLabels = (labels: readonly string[]): string => labels.map(quoteLabel).join(';');
