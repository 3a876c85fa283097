/** What a byte did to a document: it goes on, ends with this byte, ended before it, or breaks JSON's grammar here. */
export type Step = 'more' | 'end' | 'before' | 'broken';

/** Follows one JSON value byte by byte (RFC 8259); words like `true` and numbers are left to the parser. */
interface Grammar {
  begin(): void;
  /** Begins inside an object, after one of its members. */
  resume(): void;
  step(byte: number): Step;
  /** From here on only texts and brackets count, to find where a broken value ends. */
  forgive(): void;
  readonly inText: boolean;
  /** Inside a text and not behind a backslash: then plain bytes change nothing. */
  readonly inPlainText: boolean;
  /** Why the last step was `broken`. */
  readonly why: string;
}

const deepest = 200;
const [tab, newline, carriageReturn, space, quote, comma, colon, backslash] = [9, 10, 13, 32, 34, 44, 58, 92];
const [openList, closeList, openObject, closeObject] = [91, 93, 123, 125];

type Expected = 'a value' | 'a value or ]' | 'a name' | 'a name or }' | ':' | ', or the end';

export function documentGrammar(): Grammar {
  const objects = new Uint8Array(deepest + 1);
  let depth = 0;
  let expected: Expected = 'a value';
  let inText = false;
  let escaped = false;
  let inWord = false;
  let forgiving = false;
  let why = '';

  const start = (atDepth: number, expects: Expected): void => {
    depth = atDepth;
    expected = expects;
    inText = escaped = inWord = forgiving = false;
    objects[1] = 1;
  };
  const broken = (reason: string): Step => {
    why = reason;
    return 'broken';
  };
  const unexpected = (byte: number): Step => broken(`expected ${expected}, found ${String.fromCharCode(byte)}`);
  const takesValue = (): boolean => expected === 'a value' || expected === 'a value or ]';
  const ended = (): Step => {
    expected = ', or the end';
    return depth === 0 ? 'end' : 'more';
  };

  function open(byte: number): Step {
    if (!forgiving && !takesValue()) return unexpected(byte);
    if (!forgiving && depth === deepest) return broken(`more than ${deepest} brackets inside each other`);
    depth++;
    if (depth <= deepest) objects[depth] = byte === openObject ? 1 : 0;
    expected = byte === openObject ? 'a name or }' : 'a value or ]';
    return 'more';
  }

  function close(byte: number): Step {
    const fits = byte === closeObject ? expected === 'a name or }' : expected === 'a value or ]';
    const rightKind = depth > 0 && objects[depth] === (byte === closeObject ? 1 : 0);
    if (!forgiving && !(rightKind && (fits || expected === ', or the end'))) return unexpected(byte);
    depth--;
    return ended();
  }

  function text(byte: number): Step {
    if (escaped) escaped = false;
    else if (byte === backslash) escaped = true;
    else if (byte === quote) {
      inText = false;
      return expected === ':' || forgiving ? 'more' : ended();
    } else if (byte < space && !forgiving) return broken('a text goes over the end of its line or holds a control character');
    return 'more';
  }

  function openText(byte: number): Step {
    if (expected === 'a name' || expected === 'a name or }') expected = ':';
    else if (!forgiving && !takesValue()) return unexpected(byte);
    else expected = ', or the end';
    inText = true;
    return 'more';
  }

  function mark(byte: number): Step {
    if (forgiving) return 'more';
    if (byte === comma && expected === ', or the end' && depth > 0) expected = objects[depth] === 1 ? 'a name' : 'a value';
    else if (byte === colon && expected === ':') expected = 'a value';
    else return unexpected(byte);
    return 'more';
  }

  function outsideText(byte: number): Step {
    if (byte === space || byte === newline || byte === carriageReturn || byte === tab) return 'more';
    if (forgiving && depth === 0 && (byte === comma || byte === closeList)) return 'before';
    if (byte === quote) return openText(byte);
    if (byte === openObject || byte === openList) return open(byte);
    if (byte === closeObject || byte === closeList) return close(byte);
    if (byte === comma || byte === colon) return mark(byte);
    if (!forgiving && !takesValue()) return unexpected(byte);
    inWord = !forgiving;
    return 'more';
  }

  return {
    begin: () => start(0, 'a value'),
    resume: () => start(1, ', or the end'),
    step(byte) {
      if (inText) return text(byte);
      if (!inWord) return outsideText(byte);
      if (isWord(byte)) return 'more';
      inWord = false;
      return ended() === 'end' ? 'before' : outsideText(byte);
    },
    forgive() {
      forgiving = true;
      inWord = false;
    },
    get inText() {
      return inText;
    },
    get inPlainText() {
      return inText && !escaped;
    },
    get why() {
      return why;
    },
  };
}

const isWord = (byte: number): boolean =>
  (byte >= 48 && byte <= 57) || (byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90) || byte === 45 || byte === 46 || byte === 43;
