/** The registrable domain of a host name, by which limits count: its owner can make any number of subdomains. */

/**
 * Endings of two labels below which names are sold. The Public Suffix List has 9,000 lines and changes weekly, so this is a short list:
 * names below a missing ending share one limit, while a wrong ending would free its owner from the limit.
 */
const PUBLIC_SUFFIX_LINES = `
uk: ac co gov ltd me net nhs org plc police sch
au: asn com edu gov id net org · nz: ac co cri geek gen govt iwi kiwi maori mil net org school
ie: gov · za: ac co edu gov law net nom org school web · ke: ac co go me ne or sc · ng: com edu gov net org sch
gh: com edu gov org · tz: ac co go or · ug: ac co go ne or org · eg: com edu gov net org · ma: ac co gov net org
in: ac co edu firm gen gov ind mil net nic org res · pk: com edu gov net org · bd: ac com edu gov net org · lk: ac com edu gov org
jp: ac ad co ed go gr lg ne or · kr: ac co go hs ne or pe re · cn: ac com edu gov net org · tw: com edu gov idv net org
hk: com edu gov idv net org · sg: com edu gov net org per · my: com edu gov mil name net org · th: ac co go in mi net or
id: ac biz co desa go mil my net or sch web · ph: com edu gov net org · vn: ac biz com edu gov info name net org
il: ac co gov k12 muni net org · tr: av bel biz com edu gen gov info k12 name net org web · sa: com edu gov med net org sch
ae: ac co gov net org sch · br: adv art blog com eco edu eng gov ind inf jus leg mil net org tv · mx: com edu gob net org
ar: com edu gob gov int mil net org tur · co: com edu gov mil net nom org · pe: com edu gob net nom org · ve: co com edu gob net org
ec: com edu fin gob info med net org · uy: com edu gub mil net org · py: com edu gov net org · bo: com edu gob net org · cr: ac co ed fi go or
gt: com edu gob net org · do: com edu gob gov net org · pl: biz com edu gov info net org waw · ua: com edu gov in kiev kyiv net org
ru: com msk net org spb · es: com edu gob nom org · pt: com edu gov org · it: edu gov · fr: asso com gouv nom prd tm
at: ac co gv or · hu: co info org · gr: com edu gov net org · cy: ac com gov net org · ro: com org · rs: ac co edu gov org
com: br cn co de eu gr jpn mex ru sa uk us za · net: gb hu in jp se uk · org: ae eu us
`;
const PUBLIC_SUFFIXES = new Set(
  PUBLIC_SUFFIX_LINES.split(/[·\n]/).flatMap((part) => {
    const [top = '', seconds = ''] = part.split(':');
    return seconds.split(' ').flatMap((second) => (second ? [`${second}.${top.trim()}`] : []));
  }),
);

/** `a1.b.evil.example` → `evil.example`, `mail.shop.co.uk` → `shop.co.uk`. `domain` in lower case and Punycode. */
export function registrableDomainOf(domain: string): string {
  const labels = domain.split('.');
  return labels.slice(PUBLIC_SUFFIXES.has(labels.slice(-2).join('.')) ? -3 : -2).join('.');
}
