import { describe, expect, it } from 'vitest';
import { yaml } from '../../support/builders/content.ts';

const faultOf = (text: string) => {
  const parsed = yaml.parse(text);
  return 'fault' in parsed ? parsed.fault : undefined;
};

describe('a quotation mark', () => {
  it.each([
    ['title: "Kaputt\ndate: 2026\ntopic: x\n', 1],
    ['a: x\nimage:\n  alt: "open\n  src: y\n', 3],
    ["a: 'x\nb: 1", 1],
    ['tags: [a, "b]\nx: 1\n', 1],
    ['image: { alt: "x, src: y }\nb: 1\n', 1],
    ['items:\n  - text: "a\n  - article: b\n', 2],
    ['items:\n  - "a\n  - b\n', 2],
    ['a: "x \\"\nb: 1', 1],
    ["a: 'It''s\nb: 1", 1],
  ])('that is never closed is reported where it opens: %j', (text, line) => {
    expect(faultOf(text)).toMatchObject({ line, message: expect.stringContaining('is never closed') });
  });

  it.each([
    ['title: "He said "go" loudly"\n', 1],
    ["a: 1\ntitle: 'It's fine'\nb: c\n", 2],
  ])('that closes too early is reported as that: %j', (text, line) => {
    expect(faultOf(text)).toMatchObject({
      line,
      message: expect.stringContaining('in the middle of the value'),
    });
  });

  it.each([
    ['a: "ok" # c\nb: [x\n', 'deficient indentation'],
    ['t: "x\n  y\n  z"\nb: @x\n', 'bad indentation'],
    ["a: it's\n b: c: d\n", 'bad indentation'],
    ['a: "x"\n b: c\n', 'bad indentation'],
  ])('that is in order is not blamed for another fault: %j', (text, message) => {
    expect(faultOf(text)?.message).toContain(message);
  });
});
