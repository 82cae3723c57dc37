/** Reads the address of a link token: notes it as found, or reports its fault. */
import type { Token } from 'markdown-it';
import { encodeAnchor } from '../../domain/content/anchors.ts';
import { BASE_MARK } from '../../domain/content/fragment.ts';
import { usualHeadingHref } from '../../domain/content/heading-links.ts';
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
  const { kind } = target;
  if (kind === 'place') {
    const address = resolveOwnPlace(sheet, target.href);
    return address === undefined ? undefined : { href: address, address, isOnSite: false, shown: undefined };
  }
  const isOnSite = kind === 'site';
  const leadsToPlace = isOnSite && target.href.includes('#');
  // The address of a link to the heading of another article is known for sure only once all articles are read.
  const href = leadsToPlace
    ? (sheet.options.headingHref?.(written) ?? usualHeadingHref(target.href))
    : target.href;
  sheet.links.push({ href, line: sheet.line, ...(leadsToPlace && { typed: written }) });
  return { href, address: href, isOnSite, shown: (isOnSite ? BASE_MARK : '') + href };
}

/** The link to the heading of this text that `#place` means. */
function resolveOwnPlace(sheet: Sheet, href: string): string | undefined {
  const id = sheet.findAnchor(href.slice(1));
  if (id !== undefined) return `#${encodeAnchor(id)}`;
  sheet.missing.push({ href, line: sheet.line });
  return undefined;
}

/** True at the first call for an address, so that a reference used often is reported once. */
function isFirstReport(told: Set<string>, address: string): boolean {
  const { size } = told;
  return told.add(address).size > size;
}
