/**
 * Finds markup that other programs obey and Broadsheet prints as typed: shortcodes, callouts, wiki links, attributes. The forms are those
 * of the programs' own documentation; a form that prose uses, too, is found only where prose would not have it.
 */

/** `at`: the index of `text` in the body. `remedy`: one sentence. */
export type ForeignMarkup = { text: string; at: number; remedy: string };

/** A group `before` of the pattern is no part of the markup. */
type Form = { pattern: RegExp; remedy: string };

const PICTURE_ENDING = '(?:jpe?g|png|webp|gif|avif|svg|heic|tiff?)';
const EMOJI_NAMES =
  '[a-z]+(?:_[a-z]+)+|\\+1|-1|smile|smiley|grin|joy|wink|blush|heart|tada|rocket|fire|sparkles|star|eyes|wave|warning|bulb|bug|100|ok_hand|thumbsup|thumbsdown|clap|pray|thinking|wrench|zap|memo|point_right|x|check';

const FORMS: readonly Form[] = [
  {
    // Hugo: {{< youtube x >}}, {{% notice %}}
    pattern: /(?<!\\)\{\{[<%]-?\s*\/?\s*[\w/.-]+[^}]{0,300}?[>%]\}\}/g,
    remedy: 'Remove it: link to a video, and write a picture as `![What it shows](images/bus.jpg)`.',
  },
  {
    // GitHub and Obsidian: > [!NOTE]
    pattern: /(?<=^ {0,3}(?:> ?)+)\[![A-Za-z][\w-]{0,30}\][+-]?/gm,
    remedy: 'Write the word in bold: `> **Note:** …`.',
  },
  {
    pattern: /(?<![=\w])==(?=[^\s=])[^=\n]{1,200}?(?<=\S)==(?![=\w])/g,
    remedy: 'Write `**…**` to stress words.',
  },
  {
    // Docusaurus, VuePress, Pandoc, MyST: ::: tip
    pattern: /^ {0,3}:{3,} ?\{?[.\w-][^\n]{0,60}/gm,
    remedy: 'Write a quotation (`> …`) or plain paragraphs, and remove the lines with colons.',
  },
  {
    // Google Docs, Hugo, Pandoc: ## Head {#id}
    pattern: /^(?<before> {0,3}#{1,6} [^\n]*?)\{\s*[#.][\w-][^{}\n]{0,80}\}(?=[ \t#]*$)/gm,
    remedy: 'Remove the braces: headings have ids by themselves.',
  },
  {
    // kramdown and Pandoc: {: .class}, ](x){target=_blank}, [text]{.smallcaps}
    pattern:
      /\{:\s*[.#\w][^{}\n]{0,200}\}|(?<=[\])])\{\s*(?:[.#][\w-]|(?!credit\s*=)[\w-]{1,30}=)[^{}\n]{0,200}\}/g,
    remedy: 'Remove the braces: only a picture has some, for its `credit`.',
  },
  {
    // Obsidian and wikis: ![[IMG.JPG]]
    pattern: /!\[\[[^[\]\n]{1,200}\]\]/g,
    remedy: 'Write `![What it shows](images/bus.jpg)`.',
  },
  {
    pattern: /^[ \t]*(?:\[\[?_?toc_?\]?\]|\{:\s*toc\s*\}|@\[toc\])[ \t]*$/gim,
    remedy: 'Remove it: there is no list of contents.',
  },
  {
    pattern: /(?<![!\]\w\\[])\[\[(?!_?toc_?\]\])[^\s[\]][^[\]\n]{0,200}\]\](?![([:])/gi,
    remedy: 'Write a link: `[words](other-article.md)`.',
  },
  {
    // A path with spaces is no link in Markdown (CommonMark §6.3).
    pattern: new RegExp(
      String.raw`!\[[^\]\n]{0,300}\]\([^\s()<>\n"']{1,200} [^()<>\n"']{0,200}\.${PICTURE_ENDING}(?: {1,9}(?:"[^"\n]{0,300}"|'[^'\n]{0,300}'))?\s{0,9}\)`,
      'gi',
    ),
    remedy:
      'Rename the file without spaces, or put its path into angle brackets: `![…](<images/a bus.jpg>)`.',
  },
  {
    pattern:
      /(?<!!)\[[^\]\n]{1,300}\]\((?!<)[^()<>\n"'\s]+(?: [^()<>\n"'\s]+)+\.(?:md|pdf|html?|mp3|mp4|csv|xlsx?|docx?)(?:#[^()\s]*)?\)/gi,
    remedy: 'Rename the file without spaces, or put its path into angle brackets: `[…](<a b.md>)`.',
  },
  {
    // markdown-it-imsize: ![x](y.png =300x200)
    pattern: /!\[[^\]\n]{0,300}\]\([^()\s]+ +=\d*(?:%|x\d*)\)/g,
    remedy: 'Remove the size: pictures get theirs by themselves.',
  },
  {
    pattern:
      /(?<![\\$\w])\$\$(?=[^$\s]|\s+[\\\w])(?:(?!\n\s*\n)[^$]){1,500}\$\$(?![\w$])|(?<![\\$\w])\$(?=[^\s$])[^$\n]{0,80}\\[a-z]{2,30}[^$\n]{0,200}\$(?![\w$])/gi,
    remedy: 'Write the formula in words or signs (x², √2), or put a picture of it.',
  },
  {
    pattern: new RegExp(`(?<![\\w:/]):(?:${EMOJI_NAMES}):(?![\\w:/])`, 'g'),
    remedy: 'Type the emoji itself.',
  },
  {
    // MDX
    pattern:
      /^(?:import\s+[^\n]{1,200}\sfrom\s+["'][^"'\n]+["']|import\s+["'][^"'\n]+["']|export\s+(?:const|let|default|function|async)\s[^\n]{0,60}[={(])/gm,
    remedy: 'Remove it: nothing runs in a text.',
  },
  {
    // WordPress: [caption id="x"], [gallery ids="1,2"]; BBCode: [url=…], [/b]
    pattern:
      /(?<![\\\w\]!])\[[a-z][\w-]{2,30}\s+[\w-]{1,30}=["'“”\d][^\]\n]{0,300}\](?![([:])|(?<!\\)\[\/(?:caption|gallery|embed|audio|video|playlist|youtube|button|b|i|u|s|url|img|quote|code|list|color|size|center)\](?!\()/gi,
    remedy: 'Write it in Markdown, or remove it.',
  },
  {
    // markdown-it-video and others: @[youtube](id)
    pattern:
      /(?<![\w\\])@\[(?:youtube|vimeo|vine|prezi|osf|video|audio|tweet|twitter|gist|codepen|card|embed|slideshare|speakerdeck|jsfiddle|stackblitz|bilibili)\]\([^()\n]{1,200}\)/gi,
    remedy: 'Link to the video: `[words](https://…)`.',
  },
  {
    // reStructuredText: .. note::
    pattern: /^\.\. [a-z][\w-]{1,30}::/gm,
    remedy: 'Write it in Markdown.',
  },
  {
    pattern: /^\\(?:newpage|pagebreak|clearpage|toc|tableofcontents|vspace|hspace)\b/gm,
    remedy: 'Remove it.',
  },
  {
    // PHP Markdown Extra: a definition under its term
    pattern: /(?<=^[^\s:|>#\-*+][^\n]*\n):[ \t]{1,3}(?=\S)[^\n]{1,60}/gm,
    remedy: 'Write a list: `- **Term:** what it means`.',
  },
];

/** A cheap test before all patterns: nearly no text has the beginning of a form. */
const HINT =
  /\{\{[<%]|\{ ?[:#.]|[)\]]\{|\[[![/]|\[[\w-]+ [\w-]+=|==|:::|\]\([^\s()<>]+ [^"'(\n]|\$\$|\$(?=[^\s$])[^$\n]{0,80}\\[a-z]|:[a-z0-9_+-]{1,30}:|@\[|\[_?[Tt][Oo][Cc]|(?:import|export) |\.\. [a-z]|\\[nptcvh]|\n:[ \t]/;

/** Markup in code is found, too: the caller masks code first. The finds are in the order of the text. */
export function findForeignMarkup(body: string): readonly ForeignMarkup[] {
  if (!HINT.test(body)) return [];
  const found: ForeignMarkup[] = [];
  for (const form of FORMS)
    for (const { 0: whole, index, groups } of body.matchAll(form.pattern)) {
      const { length } = groups?.before ?? '';
      found.push({ text: whole.slice(length), at: index + length, remedy: form.remedy });
    }
  return found.sort((a, b) => a.at - b.at);
}
