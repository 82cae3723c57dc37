/** What letters use though some clients do not support it, because no meaning is lost there: each with the reason and what such a client shows. */

/** `only`: the places at which the use is decoration; others are faults. `clients`: those that may lack it; all if there is none. */
export type Decoration = { features: string; only?: RegExp; clients?: RegExp; why: string; without: string };

const OUTLOOK = /^outlook\.windows$/;

export const DECORATION: readonly Decoration[] = [
  {
    features: 'html-style',
    why: 'Style blocks adapt to phones and to the dark; all that letters need is inline.',
    without: 'the letter of a desktop, with smaller targets, in light colours',
  },
  {
    features: 'html-meta-color-scheme',
    why: 'It asks clients not to darken by themselves what the style block darkens.',
    without: 'the client’s own dark mode, or none',
  },
  {
    features: 'css-display-none css-max-height css-opacity css-overflow',
    only: /^style of <div>: (?:display: none|max-height: 0px|opacity: 0|overflow: hidden)$/,
    why: 'They hide the preheader, each for clients that lack another of them.',
    without: 'a line of 1 px in the colour of the ground',
  },
  {
    features: 'css-display',
    only: /: (?:none|block|inline-block)$/,
    why: 'A link is a larger target as a block, and a picture leaves no gap below.',
    without: 'a smaller target, a gap of a few pixels',
  },
  { features: 'css-border-radius', only: /: \d+px$/, why: 'Corners are round.', without: 'square corners' },
  {
    features: 'css-background',
    only: /: #[0-9a-f]{6}$/,
    why: 'A single colour is supported everywhere.',
    without: 'the same',
  },
  {
    features: 'css-border',
    only: /: (?:0|none|(?:solid )?[0-6]px(?: solid)?(?: #[0-9a-f]{6})?)$/,
    clients: OUTLOOK,
    why: 'Rules of up to 6 px at the side of a quotation and between items part what headings part already.',
    without: 'no rule beside a quotation, or one that is longer',
  },
  {
    features: 'css-font-size css-line-height',
    only: /: (?:0|[\d.]+(?:px|%)?)$/,
    why: 'No rem.',
    without: 'the same',
  },
  {
    features: 'css-font-weight',
    only: /: (?:400|700)$/,
    why: 'Others become one of these.',
    without: 'the same',
  },
  {
    features: 'css-letter-spacing',
    only: /: -?[01](?:\.\d+)?px$/,
    clients: OUTLOOK,
    why: 'Looks alone.',
    without: 'letters a little closer',
  },
  { features: 'css-word-spacing', only: /: normal$/, why: 'It is the default.', without: 'the same' },
  {
    features: 'css-margin',
    only: /: (?:(?:\d+(?:px)?|auto) ?)+$/,
    why: 'None is negative; `auto` has `align` beside it.',
    without: 'another distance',
  },
  {
    features: 'css-padding',
    clients: OUTLOOK,
    why: 'Only cells need it: elsewhere it is air.',
    without: 'less air around code, quotations and links',
  },
  {
    features: 'css-max-width',
    only: /<(?:div|img)>: max-width: (?:\d+px|100%)$/,
    clients: OUTLOOK,
    why: 'A table for Outlook, or the attribute `width`, stands beside it.',
    without: 'the same',
  },
  {
    features: 'css-width',
    only: /<(?:div|p|img|td|table)>: width: (?:\d+px|100%)$/,
    clients: OUTLOOK,
    why: 'The attribute `width` stands beside it on pictures.',
    without: 'the same',
  },
  {
    features: 'css-height html-height',
    only: /<(?:td|img)>/,
    why: 'Pictures keep their proportions by `width` alone.',
    without: 'the same',
  },
  {
    features: 'html-width',
    why: 'Pictures have their width inline as well.',
    without: 'the same, or as wide as the column',
  },
  {
    features: 'css-float',
    only: /<table>: float: (?:left|right)$/,
    why: '`align` stands beside it.',
    without: 'the same',
  },
  {
    features: 'html-align',
    only: /<(?:table|td|th)>$/,
    clients: /^(?:outlook\.macos|protonmail|hey)/,
    why: 'A thumbnail’s table has `float` beside it.',
    without: 'the same',
  },
  {
    features: 'css-text-align',
    only: /: (?:left|right|center)$/,
    why: 'No logical values.',
    without: 'the same',
  },
  {
    features: 'css-text-decoration',
    only: /: (?:none|underline)$/,
    why: 'A link has the accent’s colour, a headline its size.',
    without: 'the client’s own underlines',
  },
  {
    features: 'css-text-transform',
    only: /: uppercase$/,
    why: 'Labels are capitals for their looks.',
    without: 'the label as it was written',
  },
  {
    features: 'css-white-space',
    only: /: nowrap$/,
    why: 'An arrow stays beside its word.',
    without: 'the arrow on a line of its own',
  },
  {
    features: 'css-white-space',
    only: /<pre>: white-space: pre-wrap$/,
    why: '`<pre>` keeps lines by itself.',
    without: 'long lines of code run on',
  },
  {
    features: 'css-word-break css-overflow-wrap css-word-wrap',
    why: 'It breaks words that are longer than a line.',
    without: 'a wide line',
  },
  {
    features: 'html-lists',
    only: /^<[uo]l>$|^<li>$/,
    why: 'Only `reversed` and `value` are missing.',
    without: 'the same',
  },
  {
    features: 'html-anchor-links',
    only: /^href of <a>: #/,
    why: 'A note stands at the end of its item, under its number.',
    without: 'the number, which leads nowhere',
  },
  {
    features: 'html-mailto-links',
    only: /^href of <a>$/,
    why: 'Only `bcc` is missing.',
    without: 'the same',
  },
  {
    features: 'html-blockquote',
    clients: /^hey/,
    why: 'HEY folds quotations, as those of a reply.',
    without: 'a quotation that opens with a click',
  },
  {
    features: 'html-semantics',
    only: /^<(?:figure|figcaption|section)>$/,
    why: 'Figures and notes are told apart by their place.',
    without: 'a plain block',
  },
  { features: 'html-body html-doctype', why: 'A client’s own page holds the letter.', without: 'the same' },
  {
    features: 'html-role html-aria-label',
    only: /<(?:div|table)>$/,
    why: 'They name the letter and hide its grid from screen readers.',
    without: 'tables are announced',
  },
  {
    features: 'html-lang html-dir css-direction',
    why: 'Inner elements say it again; text in one script needs neither.',
    without: 'the reader’s own language of speech',
  },
];

/** Features that caniemail.com does not test, and what they are for. */
export const UNTESTED: readonly { features: string; why: string }[] = [
  {
    features:
      'html:html html:head html:title html:meta html:a html:br html:em html:sup html:noscript html:section',
    why: 'HTML 2 to 4, as every client reads them; a section of notes is a plain block without it.',
  },
  {
    features:
      'html:[class] html:[alt] html:[border] html:[bgcolor] html:[name] html:[content] html:[http-equiv] html:[type] html:[media]',
    why: 'Attributes of HTML 4.',
  },
  {
    features: 'html:[id] html:[rel] html:[title] html:[start] html:[colspan] html:[rowspan] html:[scope]',
    why: 'Attributes of HTML 4 that authors’ texts bring.',
  },
  {
    features: 'html:[xmlns] html:[xmlns:v] html:[xmlns:o] html:[aria-roledescription]',
    why: 'Ignored where they are not known.',
  },
  {
    features: 'html:xml html:o:officedocumentsettings html:o:allowpng html:o:pixelsperinch',
    why: 'Settings of Outlook for Windows.',
  },
  {
    features: 'css-color css-font-family css-list-style-type css-border-collapse',
    why: 'CSS 1 and 2, as every client reads them.',
  },
  {
    features:
      'css:mso-hide css:mso-line-height-rule css:mso-table-lspace css:mso-table-rspace css:mso-padding-alt',
    why: 'For Outlook for Windows alone.',
  },
];
