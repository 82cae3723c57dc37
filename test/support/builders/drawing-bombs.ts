/** Small SVG files that take very long to render. */

const svg = (body: string, size = 'width="400" height="300"'): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${size}>${body}</svg>`;
const list = (n: number, one: (i: number) => string): string =>
  Array.from({ length: n }, (_, i) => one(i)).join('');
const ALL = 'width="100%" height="100%"';

/** Each takes more than ten seconds to render, and probably more than a minute. */
export const DRAWING_BOMBS: readonly (readonly [name: string, svg: string])[] = [
  [
    'a mask in masks, nine deep',
    svg(
      `<defs>${list(9, (i) => `<mask id="m${i + 1}">${`<rect ${ALL} fill="#fff" mask="url(#m${i})"/>`.repeat(8)}</mask>`)}<mask id="m0"><rect ${ALL} fill="#fff"/></mask></defs><rect ${ALL} mask="url(#m9)"/>`,
    ),
  ],
  [
    'two thousand blurs',
    svg(
      `<filter id="f" x="0" y="0" width="1" height="1">${'<feGaussianBlur stdDeviation="40"/>'.repeat(2000)}</filter><rect ${ALL} filter="url(#f)"/>`,
    ),
  ],
  [
    'blurs of blurs',
    svg(
      `<filter id="f"><feGaussianBlur stdDeviation="30"/></filter>${`<g filter="url(#f)">`.repeat(200)}<rect ${ALL}/>${'</g>'.repeat(200)}`,
    ),
  ],
  [
    'copies of copies',
    svg(
      `<defs><g id="u0"><rect width="9" height="9" opacity="0.5"/></g>${list(18, (i) => `<g id="u${i + 1}">${`<use xlink:href="#u${i}"/>`.repeat(8)}</g>`)}</defs><use xlink:href="#u18"/>`,
    ),
  ],
  [
    'patterns in patterns',
    svg(
      `<defs>${list(9, (i) => `<pattern id="p${i + 1}" width="20" height="20" patternUnits="userSpaceOnUse">${`<rect width="20" height="20" fill="url(#p${i})"/>`.repeat(9)}</pattern>`)}<pattern id="p0" width="2" height="2" patternUnits="userSpaceOnUse"><rect width="1" height="1"/></pattern></defs><rect ${ALL} fill="url(#p9)"/>`,
    ),
  ],
  [
    'clouds upon clouds',
    svg(
      `<filter id="t" x="0" y="0" width="1" height="1">${'<feTurbulence baseFrequency="0.9" numOctaves="50"/>'.repeat(300)}</filter><rect ${ALL} filter="url(#t)"/>`,
    ),
  ],
  [
    'lights on a stone',
    svg(
      `<filter id="t" x="0" y="0" width="1" height="1">${'<feMorphology operator="dilate" radius="200"/><feDiffuseLighting><feDistantLight/></feDiffuseLighting>'.repeat(300)}</filter><rect ${ALL} filter="url(#t)"/>`,
    ),
  ],
  [
    'clips in clips',
    svg(
      `<defs>${list(9, (i) => `<mask id="m${i + 1}">${`<g mask="url(#m${i})"><circle r="200" fill="#fff"/></g>`.repeat(9)}</mask>`)}<mask id="m0"><circle r="99" fill="#fff"/></mask></defs><g mask="url(#m9)"><rect ${ALL}/></g>`,
    ),
  ],
];

/** A drawing that renders at once. */
export const HONEST = svg('<rect width="400" height="300" fill="#a33"/><circle cx="90" cy="90" r="50"/>');
