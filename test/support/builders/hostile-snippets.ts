/** Pieces of Markdown and text that break careless code (injection). */

/** A name that must never appear as an element or an attribute of an output. */
export const MARK = 'x-inject';

/** Legal text that is dangerous if it is not escaped. */
export const INLINE = [
  ...[
    `<script>${MARK}</script>`,
    `<${MARK} onerror=alert(1)>`,
    `<img src=x onerror=${MARK}>`,
    '<svg/onload=1>',
  ],
  ...[
    '<a href="javascript:alert(1)">x</a>',
    '</title>',
    '</p></article>',
    '</script>',
    '--!>',
    ']]>',
    '<![CDATA[',
  ],
  ...['<?php', '&lt;script&gt;', '&amp;lt;', '&#60;', '&#0;', '&#x1;', '&#12;', '&nbsp;', '&', '&#13;&#10;'],
  ...['[a](https://x.example/"onclick=x)', `[a](https://x.example "t\\" ${MARK}=\\"")`, '[a][b]', '[^1]'],
  ...[
    '<https://x.example/"onclick=">',
    '[<b>](https://x.example/?a=<b>&c)',
    '^[note <b>]',
    '[a](mailto:x@y.example)',
  ],
  ...[
    '**Why it matters:**',
    '**Why',
    '***',
    '`',
    '``',
    '`<b>`',
    '~~',
    '"',
    "'",
    '<',
    '>',
    '\\',
    '{{name}}',
    '{% if %}',
  ],
  ...[
    '$&',
    '$1',
    '%s',
    '|',
    '#',
    ': ',
    '- ',
    ' #',
    '@',
    '!',
    'mark:0;',
    '\u0000',
    '\u0001',
    '\u000b',
    '\u001f',
  ],
  ...['\u007f', '\u0085', '\u2028', '\u202e', '\ufeff', '\ufffe', '\uffff', '\ud83d', 'שלום', '👩‍👩‍👧', 'ﷺ'],
  ...['\u0301'.repeat(50), '__proto__', 'constructor', 'null', '~'],
];
/** Text that the build refuses with a problem. */
export const REFUSED = [
  ...[
    '[a](javascript:alert(1))',
    '[a](<java\nscript:x>)',
    '[a](JaVaScRiPt&colon;alert(1))',
    '[a](data:text/html,x)',
  ],
  ...[
    '[a](//evil.example)',
    '[a](vbscript:x)',
    '[a](" onclick="x)',
    '<javascript:alert(1)>',
    '[a](&#106;avascript:x)',
  ],
  ...['[a](\\javascript:x)', '![a](x" onerror="x)', '![a](../../.data/secrets.json)', '<!--', '<!-- x -->'],
  ...[
    '![" onload="x](images/a.svg "c") x',
    '[a](\u0001javascript:x)',
    '[a](java\tscript:x)',
    '[a](/nowhere)',
  ],
];
export const BLOCKS = [
  ...[
    '# one',
    '###### six',
    '---',
    '***',
    '> > > quote',
    '- a\n  - b\n    - c',
    '1. a\n2. b',
    '```html\n<script>\n```',
  ],
  ...[
    '| a | b |\n|---|:-:|\n| <b> | `|` |',
    '|a|\n|-|',
    '[b]: https://x.example "t"',
    '[^1]: note\n\n    more',
  ],
  ...[
    '[^1]: [^1]',
    '<div>\n<script>1</script>\n</div>',
    '    code </code>',
    '***a**b*',
    '**Zoom in:** a',
    '\t\ttabs',
  ],
  ...['![a \\"b\\" <c>](images/a.svg "<caption> \\"c\\""){credit="<b>"}', '![alt](images/a.svg)', '> - # x'],
  ...[
    '**Why it matters**: b',
    '<!-- more -->',
    '<div onclick="x">',
    '---\ntitle: again\n---',
    '~~~\nnever closed',
  ],
];
