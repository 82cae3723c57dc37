/** Lists the features of HTML and CSS that a letter uses, under the names of caniemail.com. */
import { type DefaultTreeAdapterMap, parse } from 'parse5';
import postcss, { type AtRule, type ChildNode, type Declaration, type Rule } from 'postcss';

/** `block`: 1 for the first style block, 2 for the second …; undefined for the document and for inline styles. */
export type FeatureUse = { feature: string; place: string; block: number | undefined };

type Node = DefaultTreeAdapterMap['node'];
type Element = DefaultTreeAdapterMap['element'];
type Add = (feature: string, place: string, block?: number) => void;

/** Outlook for Windows reads what is in conditional comments for it, and not what is in those for others. */
export const readAsOutlook = (html: string): string =>
  html
    .replace(/<!--\[if !mso[^\]]*\]><!-->[\s\S]*?<!--<!\[endif\]-->/g, '')
    .replace(/<!--\[if [^\]]*\b(?:mso|IE)\b[^\]]*\]>([\s\S]*?)<!\[endif\]-->/g, '$1');

/** Each use of a feature by one message. Features without a name at caniemail.com are listed as `css:` or `html:` and their own name. */
export function listMailFeatures(html: string): readonly FeatureUse[] {
  const uses = new Map<string, FeatureUse>();
  const add: Add = (feature, place, block) => {
    uses.set(JSON.stringify([feature, place, block]), { feature, place, block });
  };
  let block = 0;
  const visit = (node: Node): void => {
    if (node.nodeName === '#comment') add('html-comments', 'a comment');
    if (node.nodeName === '#documentType') add('html-doctype', 'the doctype');
    if ('tagName' in node) {
      addElement(node, add);
      if (node.tagName === 'style') addSheet(textOf(node), ++block, add);
    }
    if ('childNodes' in node) for (const child of node.childNodes) visit(child);
  };
  visit(parse(html));
  return [...uses.values()];
}

const textOf = (node: Element): string =>
  node.childNodes.map((child) => ('value' in child ? child.value : '')).join('');

/** Elements that share a name; `semantics` are listed by caniemail.com. */
const ELEMENT_NAMES: readonly [feature: string, elements: string][] = [
  ['html-table', 'table thead tbody tfoot tr td th caption colgroup col'],
  ['html-lists', 'ul ol li dl dt dd'],
  ['html-h1-h6', 'h1 h2 h3 h4 h5 h6'],
  ['html-strong', 'strong b'],
  [
    'html-semantics',
    'article aside details figcaption figure footer header main mark nav section summary time',
  ],
  ['html-strike', 'strike s'],
];
const FEATURE_BY_ELEMENT = new Map(
  ELEMENT_NAMES.flatMap(([feature, elements]) => elements.split(' ').map((name) => [name, feature] as const)),
);
const NAMED_ELEMENTS = new Set(
  [
    'abbr acronym address audio base bdi blockquote body code del dfn dialog div form hr img link marquee meter object p',
    'picture pre progress rp rt ruby select small span style svg textarea video wbr',
  ].flatMap((names) => names.split(' ')),
);
const NAMED_ATTRIBUTES = new Set(
  [
    'align aria-describedby aria-hidden aria-label aria-labelledby aria-live background cellpadding cellspacing dir height',
    'hidden lang popover required role srcset target valign width',
  ].flatMap((names) => names.split(' ')),
);

function addElement(element: Element, add: Add): void {
  const { tagName } = element;
  const named = NAMED_ELEMENTS.has(tagName) ? `html-${tagName}` : `html:${tagName}`;
  add(FEATURE_BY_ELEMENT.get(tagName) ?? named, `<${tagName}>`);
  for (const { name, value } of element.attrs) {
    const place = `${name} of <${tagName}>`;
    if (name === 'style')
      addDeclarations(postcss.parse(`a{${value}}`).first as Rule, `style of <${tagName}>`, undefined, add);
    else if (name === 'src') addImage(value, place, add);
    else if (name === 'href') addLink(value, place, add);
    else if (NAMED_ATTRIBUTES.has(name)) add(`html-${name}`, place);
    else if (name === 'loading') add('html-loading-attribute', place);
    else if (name === 'name' && value === 'color-scheme') add('html-meta-color-scheme', place);
    else add(`html:[${name}]`, place);
  }
}

function addImage(src: string, place: string, add: Add): void {
  const [, extension = ''] = /\.([a-z0-9]+)(?:[?#]|$)/i.exec(src) ?? [];
  const format = src.startsWith('data:') ? 'base64' : extension.toLowerCase().replace('jpeg', 'jpg');
  add(`image-${format}`, place);
}

function addLink(href: string, place: string, add: Add): void {
  if (href.startsWith('#')) add('html-anchor-links', `${place}: ${href}`);
  else if (href.startsWith('mailto:')) add('html-mailto-links', place);
}

function addSheet(css: string, block: number, add: Add): void {
  const visit = (node: ChildNode): void => {
    if (node.type === 'comment') add('css-comments', node.text, block);
    if (node.type === 'atrule') addAtRule(node, block, add);
    if (node.type === 'rule') {
      if (node.parent?.type === 'rule') add('css-nesting', node.selector, block);
      for (const selector of node.selectors) addSelector(selector, block, add);
      if (node.selectors.length > 1) add('css-selector-grouping', node.selector, block);
      addDeclarations(node, node.selector, block, add);
    }
    if ('nodes' in node) for (const child of node.nodes ?? []) visit(child);
  };
  for (const node of postcss.parse(css).nodes) visit(node);
}

const MEDIA_FEATURES = [
  'device-pixel-ratio',
  'hover',
  'orientation',
  'prefers-color-scheme',
  'prefers-reduced-motion',
];

function addAtRule({ name, params }: AtRule, block: number, add: Add): void {
  const place = `@${name} ${params}`;
  add(`css-at-${name}`, place, block);
  for (const feature of MEDIA_FEATURES)
    if (params.includes(feature)) add(`css-at-media-${feature}`, place, block);
}

const SELECTOR_PARTS: readonly [feature: string, pattern: RegExp][] = [
  ['css-selector-child', />/],
  ['css-selector-adjacent-sibling', /\+/],
  ['css-selector-general-sibling', /~(?!=)/],
  ['css-selector-descendant', /[^\s>+~]\s+[^\s>+~]/],
  ['css-selector-universal', /\*(?!=)/],
  ['css-selector-attribute', /\[/],
  ['css-selector-class', /\./],
  ['css-selector-id', /#/],
  ['css-selector-type', /(?:^|[\s>+~])[a-z]/i],
  ['css-selector-chaining', /[.#][\w-]+[.#]/],
];

function addSelector(selector: string, block: number, add: Add): void {
  for (const [feature, pattern] of SELECTOR_PARTS) if (pattern.test(selector)) add(feature, selector, block);
  for (const [, element] of selector.matchAll(/::([\w-]+)/g))
    add(`css-pseudo-element-${element}`, selector, block);
  for (const [, name] of selector.matchAll(/(?<!:):(?!:)([\w-]+)/g))
    add(`css-pseudo-class-${name}`, selector, block);
}

/** Families whose longhands share the name of the shorthand at caniemail.com; a longhand with a name of its own is listed under that. */
const FAMILIES = ['padding', 'margin', 'border', 'background', 'outline', 'list-style', 'font'];
const OWN_NAMES =
  /^(?:border-(?:collapse|spacing|radius|image)|background-(?:color|image|position|repeat|size|clip|origin|blend-mode)|list-style-\w+|font-(?:size|weight|stretch|kerning|family|style|variant|feature-settings)|outline-offset|(?:margin|padding)-(?:block|inline).*)$/;

function featureOfProperty(property: string): string {
  if (property.startsWith('mso-') || property.startsWith('-')) return `css:${property}`;
  if (OWN_NAMES.test(property)) return `css-${property}`;
  const family = FAMILIES.find((name) => property === name || property.startsWith(`${name}-`));
  return `css-${family ?? property}`;
}

function addDeclarations(rule: Rule, at: string, block: number | undefined, add: Add): void {
  rule.each((node) => {
    if (node.type === 'decl') addDeclaration(node, at, block, add);
  });
}

/** Values of `display` that caniemail.com tests by themselves. */
const DISPLAYS = ['none', 'flex', 'grid'];
const UNITS = /(?<![\w#-])-?(?:\d+\.)?\d+(%|[a-z]+)\b|(?<![\w#-])-?(?:\d+\.)?\d+(%)/gi;

function addDeclaration(
  { prop, value, important }: Declaration,
  at: string,
  block: number | undefined,
  add: Add,
): void {
  const place = `${at}: ${prop}: ${value}`;
  add(featureOfProperty(prop), place, block);
  if (important) add('css-important', place, block);
  if (prop === 'display' && DISPLAYS.includes(value)) add(`css-display-${value}`, place, block);
  if (prop.startsWith('--')) add('css-variables', place, block);
  if (prop.startsWith('mso-')) return;
  for (const [, unit, percent] of value.matchAll(UNITS))
    add(`css-unit-${(unit ?? percent)!.replace('%', 'percent')}`, place, block);
  for (const [, name] of value.matchAll(/\b([a-z-]+)\(/g)) add(featureOfFunction(name!), place, block);
}

const featureOfFunction = (name: string): string => {
  if (name === 'var') return 'css-variables';
  if (name === 'calc') return 'css-unit-calc';
  if (/gradient$/.test(name) || /^rgba?$/.test(name)) return `css-${name}`;
  return /^(?:ok)?l(?:ch|ab)$/.test(name) ? 'css-modern-color' : `css-function-${name}`;
};
