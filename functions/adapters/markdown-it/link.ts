/** Reads the address of a link token: notes it as found, or reports its fault. */
import type { Token } from 'markdown-it';
import { BASE_MARK } from '../../domain/content/fragment.ts';
import { parseLinkTarget } from '../../domain/site/link-target.ts';
import { MAX_URL } from '../../domain/source/text-limits.ts';
import { mayExpand } from './bounds.ts';
import { reportProblem, type Sheet } from './sheet.ts';

/** `address` is for `href`, below BASE_MARK if `isOnSite`; `shown` is for plain text, and absent for a place in the same text. */
export type OpenedLink = { href: string; address: string; isOnSite: boolean; shown: string | undefined };

/** Notes a link as found. Undefined if the link cannot be kept; its fault is reported. */
export function openLink(sheet: Sheet, token: Token): OpenedLink | undefined {
  const written = String(token.attrGet('href') ?? '');
  if (!mayExpand(sheet, token, written)) return undefined;
  const target = parseLinkTarget(written);
  if (target.kind === 'fault') {
    if (written.length > MAX_URL && !isFirstReport(sheet.bounds.told, written)) return undefined;
    reportProblem(sheet, 'error', sheet.line, target.fault.message, target.fault.remedy);
    return undefined;
  }
  const { kind, href } = target;
  const found = { href, line: sheet.line };
  if (kind === 'place') {
    sheet.places.push(found);
    const address = `#${sheet.options.idPrefix}${href.slice(1)}`;
    return { href, address, isOnSite: false, shown: undefined };
  }
  sheet.links.push(found);
  const isOnSite = kind === 'site';
  return { href, address: href, isOnSite, shown: (isOnSite ? BASE_MARK : '') + href };
}

/** True at the first call for an address, so that a reference used often is reported once. */
function isFirstReport(told: Set<string>, address: string): boolean {
  const { size } = told;
  return told.add(address).size > size;
}
