import { expect, it } from 'vitest';
import { mirrorTemplates } from '../../../functions/domain/letters/template.ts';

it.each([
  ['text-align:left', 'text-align:right'],
  ['border-left:1px;float:right', 'border-right:1px;float:left'],
  ['padding:1px 2px 3px 4px', 'padding:1px 4px 3px 2px'],
  ['padding:1px 2px', 'padding:1px 2px'],
  ['direction:ltr', 'direction:rtl'],
  ['<td align="left">', '<td dir="rtl" align="right">'],
  ['<td class="x" dir="ltr">', '<td class="x" dir="ltr">'],
  ['<table role="presentation">', '<table dir="rtl" role="presentation">'],
  ['<div class="prose">', '<div class="prose" dir="rtl">'],
  ['margin:0;letter-spacing:1.2px;color:red', 'margin:0;color:red'],
  ['Go deeper &rarr;</a> \u2192', 'Go deeper \u2190</a> \u2190'],
  ['bright leftover', 'bright leftover'],
])('%s for scripts from right to left is %s', (css, mirrored) => {
  const template = { html: [css, { mark: 'left' }], text: ['left'] };
  const mail = mirrorTemplates({ templates: { letter: template }, styles: { p: css } });
  expect(mail.styles.p).toBe(mirrored);
  // Marks are names, and the text part has no sides.
  expect(mail.templates.letter).toEqual({ html: [mirrored, { mark: 'left' }], text: ['left'] });
});
