import { describe, expect, it } from 'vitest';
import { markdown } from '../../support/builders/content.ts';

const render = (body: string) => {
  const { fragment, lede, problems } = markdown.render(body, {
    ...{ file: 'content/articles/a.md', line: 1, axioms: ['重要'], idPrefix: '' },
  });
  return { html: fragment.html.replace(/\u0001[^\u0002]*\u0002/g, ''), text: fragment.text, lede, problems };
};

describe('emphasis beside Chinese, Japanese and Korean characters', () => {
  it.each([
    [
      'これは**「重要」**です。这是**我想做的事。**所以。',
      'これは<strong>「重要」</strong>です。这是<strong>我想做的事。</strong>所以。',
    ],
    ['한국어**「중요」**입니다', '한국어<strong>「중요」</strong>입니다'],
    ['그는 **“안녕”**이라고', '그는 <strong>“안녕”</strong>이라고'],
    ['これは*（注）*です', 'これは<em>（注）</em>です'],
    ['**[語](https://a.example)**です', '<strong><a href="https://a.example">語</a></strong>です'],
    ['太字**`code`**です', '太字<strong><code>code</code></strong>です'],
    ['名前は**Tokyo**です', '名前は<strong>Tokyo</strong>です'],
  ])('%j is %j', (body, html) => {
    expect(render(body)).toMatchObject({ html: `<p>${html}</p>`, problems: [] });
  });

  it.each([
    ['a**"b"**c', 'a**&quot;b&quot;**c'],
    ['**a.**b', '**a.**b'],
    ['foo*(bar)*', 'foo*(bar)*'],
    ['"**x**"', '&quot;<strong>x</strong>&quot;'],
    ['“**x**”', '“<strong>x</strong>”'],
    ['snake_case_name', 'snake_case_name'],
    ['日_本_語', '日_本_語'],
    ['**нет.**да', '**нет.**да'],
    ['**🚌.**x', '**🚌.**x'],
  ])('leaves other scripts as CommonMark has them: %j is %j', (body, html) => {
    expect(render(body).html).toBe(`<p>${html}</p>`);
  });
});

describe('a line break in a body', () => {
  it.each([
    ['日本語の\n文章', '日本語の文章'],
    ['日本語の\n**文章**', '日本語の文章'],
    ['[日本](/archive)[^1]\n語\n\n[^1]: 注', undefined],
    ['한국어\n문장', '한국어\n문장'],
    ['one\ntwo', 'one\ntwo'],
    ['日本  \n語', '日本\n語'],
  ])('%j is printed as %j', (body, text) => {
    const { html, text: printed, lede } = render(body);
    if (text) expect([html.replace(/<[^>]+>/g, ''), printed]).toEqual([text, text]);
    else expect(lede).toBe('日本語');
  });
});

it('puts columns of wide characters below each other', () => {
  const { text } = render('| 名 | 数 |\n|---|---|\n| 東京 | 1 |\n| a | 2 |');
  expect(text).toBe('名    数\n----  --\n東京  1\na     2');
});
