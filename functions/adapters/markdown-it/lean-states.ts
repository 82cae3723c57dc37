/**
 * Fast versions of markdown-it's tokens and states, with native class fields: the library's build (15.0.3) sets each field through a
 * helper. Without this file and lean-rules.ts a build of 10,000 articles takes 19 % more CPU (docs/adr/0020). A property test holds that no
 * token differs, and another test fails once the library has native fields.
 */
import type { Env, MarkdownIt, StateInline, Token } from 'markdown-it';

type Nesting = -1 | 0 | 1;

class FastToken {
  type: string;
  tag: string;
  attrs = null;
  map = null;
  nesting: Nesting;
  level = 0;
  children = null;
  content = '';
  markup = '';
  info = '';
  meta = null;
  block = false;
  hidden = false;

  constructor(type: string, tag: string, nesting: Nesting) {
    this.type = type;
    this.tag = tag;
    this.nesting = nesting;
  }
}

const createToken = (type: string, tag: string, nesting: Nesting): Token =>
  new FastToken(type, tag, nesting) as unknown as Token;

class FastBlockState {
  src: string;
  md: MarkdownIt;
  env: Env;
  tokens: Token[];
  /** For each line: its beginning and end, its indent in characters and in columns. */
  bMarks: number[] = [];
  eMarks: number[] = [];
  tShift: number[] = [];
  sCount: number[] = [];
  bsCount: number[] = [];
  blkIndent = 0;
  line = 0;
  lineMax: number;
  tight = false;
  listIndent = -1;
  parentType = 'root';
  level = 0;
  Token = FastToken;

  constructor(src: string, md: MarkdownIt, env: Env, tokens: Token[]) {
    this.src = src;
    this.md = md;
    this.env = env;
    this.tokens = tokens;
    for (let start = 0; start < src.length; ) {
      const newline = src.indexOf('\n', start);
      start = this.addLine(start, newline < 0 ? src.length : newline);
    }
    this.lineMax = this.bMarks.length;
    this.mark(src.length, src.length, 0, 0);
  }

  /** Returns the beginning of the next line. Spaces at the end of the text without a newline are no line. */
  private addLine(start: number, end: number): number {
    let first = start;
    let columns = 0;
    for (; first < end; first++) {
      const code = this.src.charCodeAt(first);
      if (code === 9) columns += 4 - (columns % 4);
      else if (code === 32) columns++;
      else break;
    }
    if (first < this.src.length) this.mark(start, end, first - start, columns);
    return end + 1;
  }

  private mark(start: number, end: number, indent: number, columns: number): void {
    this.bMarks.push(start);
    this.eMarks.push(end);
    this.tShift.push(indent);
    this.sCount.push(columns);
    this.bsCount.push(0);
  }

  push(type: string, tag: string, nesting: Nesting): Token {
    const token = createToken(type, tag, nesting);
    token.block = true;
    if (nesting < 0) this.level--;
    token.level = this.level;
    if (nesting > 0) this.level++;
    this.tokens.push(token);
    return token;
  }
}

class FastInlineState {
  src: string;
  md: MarkdownIt;
  env: Env;
  tokens: Token[];
  tokens_meta: StateInline['tokens_meta'];
  pos = 0;
  posMax: number;
  level = 0;
  pending = '';
  pendingLevel = 0;
  cache = {};
  backticks = {};
  backticksScanned = false;
  skipHtmlSpecial = false;
  linkLevel = 0;
  delimiters: StateInline['delimiters'] = [];
  _prev_delimiters: StateInline['_prev_delimiters'] = [];
  Token = FastToken;

  constructor(src: string, md: MarkdownIt, env: Env, tokens: Token[]) {
    this.src = src;
    this.md = md;
    this.env = env;
    this.tokens = tokens;
    this.tokens_meta = Array(tokens.length);
    this.posMax = src.length;
  }

  pushPending(): Token {
    const token = createToken('text', '', 0);
    token.content = this.pending;
    token.level = this.pendingLevel;
    this.tokens.push(token);
    this.pending = '';
    return token;
  }

  /** An opening token gets a list of delimiters of its own. */
  push(type: string, tag: string, nesting: Nesting): Token {
    if (this.pending) this.pushPending();
    const token = createToken(type, tag, nesting);
    let meta: StateInline['tokens_meta'][number];
    if (nesting < 0) {
      this.level--;
      this.delimiters = this._prev_delimiters.pop()!;
    }
    token.level = this.level;
    if (nesting > 0) {
      this.level++;
      this._prev_delimiters.push(this.delimiters);
      this.delimiters = [];
      meta = { delimiters: this.delimiters };
    }
    this.pendingLevel = this.level;
    this.tokens.push(token);
    this.tokens_meta.push(meta);
    return token;
  }
}

/** The lean prototypes inherit from the library's, so all other methods are the library's. */
export function useFastStates(md: MarkdownIt): void {
  const { State: Core } = md.core;
  Object.setPrototypeOf(FastToken.prototype, new Core('', md, {}).Token.prototype);
  Object.setPrototypeOf(FastBlockState.prototype, md.block.State.prototype);
  Object.setPrototypeOf(FastInlineState.prototype, md.inline.State.prototype);
  md.block.State = FastBlockState as unknown as typeof md.block.State;
  md.inline.State = FastInlineState as unknown as typeof md.inline.State;
}
