import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBlobKey } from '../../../functions/domain/release/release.ts';
import {
  describeMissingFile,
  fileOfLink,
  planContentFile,
} from '../../../functions/domain/site/content-file.ts';
import { contentTypeOf, dispositionOf } from '../../../functions/domain/site/content-types.ts';

const HASH = 'ab'.repeat(32);
const plan = (src: string, bytes = 1_234_567, language = 'en') =>
  planContentFile(src, { hash: HASH, bytes }, language);

describe('a link to a file', () => {
  it.each([
    ['files/plan.pdf', 'files/plan.pdf', ''],
    ['../files/plan.pdf', 'files/plan.pdf', ''],
    ['/files/my%20plan.pdf', 'files/my plan.pdf', ''],
    ['files/plan.pdf#page=3', 'files/plan.pdf', '#page=3'],
  ])('%s leads to %s', (written, src, place) => {
    expect(fileOfLink(written, 'content/articles/a.md')).toEqual({ src, place });
  });

  it.each([
    'https://example.com/files/plan.pdf',
    '//example.com/files/plan.pdf',
    'javascript:files/plan.pdf',
    'other-files/plan.pdf',
    'files/../publication.yaml',
    '../../files/plan.pdf',
    'files/plan.pdf?x=1',
  ])('%s is none', (written) => {
    expect(fileOfLink(written, 'content/articles/a.md')).toBeUndefined();
  });
});

describe('a file of the content', () => {
  it.each([
    ['en', 1_234_567, 'PDF, 1.2 MB'],
    ['de', 1_234_567, 'PDF, 1,2 MB'],
    ['fr', 1_234_567, 'PDF, 1,2 Mo'],
    ['en', 12, 'PDF, 1 kB'],
    ['en', 48_123_456, 'PDF, 48 MB'],
  ])('is described in %s: %d bytes', (language, bytes, label) => {
    expect(plan('files/plan.pdf', bytes, language)?.label.replace(/\u202f|\u00a0/g, ' ')).toBe(label);
  });

  it.each(['a.html', 'a.svg', 'a.js', 'a.xml', 'a.xhtml', 'a.swf', 'a', 'a.pdf.html', 'a.md'])(
    'has no place if a browser might run it, or its kind is not known: %s',
    (name) => {
      expect(plan(`files/${name}`)).toBeUndefined();
    },
  );

  it('has a name that says its kind and its content, whatever its own is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (stem) => {
        const { path } = plan(`files/${stem}.PDF`)!;
        expect(isBlobKey(path)).toBe(true);
        expect(path).toMatch(/^media\/[a-z0-9-]+-(ab){8}\.pdf$/);
        expect(contentTypeOf(path)).toBe('application/pdf');
        expect(dispositionOf(path)).toMatch(/^inline; filename="[a-z0-9-]+\.pdf"$/);
      }),
    );
  });

  it('that a browser does not show is saved under its own name', () => {
    expect(dispositionOf(plan('files/2026/Bus times.csv')!.path)).toBe(
      'attachment; filename="bus-times.csv"',
    );
  });

  it.each(['media/bus-0123456789ab-480.webp', 'assets/style.0123456789abcdef.css', 'assets/x.json'])(
    'is no picture and no asset: %s',
    (key) => {
      expect(dispositionOf(key)).toBeUndefined();
    },
  );

  it('that is missing is named with the nearest that there is', () => {
    expect(describeMissingFile('files/plna.pdf', ['files/plan.pdf']).remedy).toContain('files/plan.pdf');
    expect(describeMissingFile('files/a.html', []).message).toContain('kind of file');
  });
});
