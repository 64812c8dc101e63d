// The tokens of PDF (ISO 32000-1, 7.2 and 7.3), of an object as well as of what a page draws.

export interface Token {
  kind: 'number' | 'name' | 'string' | 'hex' | 'word' | 'mark';
  text: string;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
const blank = /[\0\t\n\f\r ]+/y;
const word = /\/?[^\0\t\n\f\r ()<>[\]{}/%]*/y;

/** @throws where a string does not end, or a number is written as PDF knows none. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let place = 0;
  while (place < text.length) {
    const [token, end] = tokenAt(text, place);
    if (token) tokens.push(token);
    place = end;
  }
  return tokens;
}

function tokenAt(text: string, place: number): [Token | null, number] {
  blank.lastIndex = place;
  const space = blank.exec(text);
  if (space) return [null, place + space[0].length];
  const character = text[place] as string;
  const pair = text.slice(place, place + 2);
  if (character === '(') return literalAt(text, place + 1);
  if (pair === '<<' || pair === '>>') return [{ kind: 'mark', text: pair }, place + 2];
  if (character === '<') {
    const end = text.indexOf('>', place);
    return [{ kind: 'hex', text: text.slice(place + 1, end) }, end + 1];
  }
  if ('[]'.includes(character)) return [{ kind: 'mark', text: character }, place + 1];
  word.lastIndex = place;
  const found = (word.exec(text) as RegExpExecArray)[0];
  if (found === '') throw new Error(`${character} begins nothing`);
  return [wordToken(found), place + found.length];
}

function wordToken(text: string): Token {
  if (text.startsWith('/')) return { kind: 'name', text };
  if (!/^[-+.\d]/.test(text)) return { kind: 'word', text };
  if (!/^[-+]?(\d+\.?\d*|\.\d+)$/.test(text)) throw new Error(`${text} is no number of PDF`);
  return { kind: 'number', text };
}

/** With its escapes resolved; parentheses in it may be paired. */
function literalAt(text: string, start: number): [Token, number] {
  let [value, place, depth] = ['', start, 1];
  while (place < text.length) {
    const character = text[place] as string;
    if (character === '\\') {
      const next = text[place + 1] as string;
      value += escapes[next] ?? next;
      place += 2;
      continue;
    }
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    place += 1;
    if (depth === 0) return [{ kind: 'string', text: value }, place];
    value += character;
  }
  throw new Error('a string does not end');
}
