// Breaks a text into lines of a width: between words, between Chinese characters and kana, and
// inside a word only where it is longer than a line.

type Measure = (text: string) => number;

/** A word with the blanks before it, or one character of a script that is written without blanks. */
const pieces =
  /\s*(?:[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+)/gu;

const ELLIPSIS = '…';

/** At most `limit` lines; what does not fit ends in an ellipsis. */
export function wrap(text: string, width: number, limit: number, measure: Measure): string[] {
  if (measure(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const [piece] of text.matchAll(pieces)) {
    const added = measure(piece);
    if (line !== '' && used + added <= width) {
      line += piece;
      used += added;
      continue;
    }
    if (line !== '') lines.push(line);
    if (lines.length > limit) break;
    const broken = breakWord(piece.trimStart(), width, measure);
    line = broken.pop() as string;
    lines.push(...broken);
    used = measure(line);
  }
  if (line !== '') lines.push(line);
  if (lines.length <= limit) return lines;
  return [...lines.slice(0, limit - 1), shortened(lines[limit - 1] as string, width, measure)];
}

/** At least one character a line, however narrow the column. */
function breakWord(word: string, width: number, measure: Measure): string[] {
  if (measure(word) <= width) return [word];
  const characters = [...word];
  const parts: string[] = [];
  for (let start = 0; start < characters.length; ) {
    let end = start;
    for (let used = 0; end < characters.length; end += 1) {
      used += measure(characters[end] as string);
      if (end > start && used > width) break;
    }
    // Pairs that are kerned apart make a part wider than its letters are.
    const part = () => characters.slice(start, end).join('');
    while (end - start > 1 && measure(part()) > width) end -= 1;
    parts.push(part());
    start = end;
  }
  return parts;
}

function shortened(line: string, width: number, measure: Measure): string {
  const characters = [...line];
  while (characters.length > 0 && measure(characters.join('') + ELLIPSIS) > width) characters.pop();
  return characters.join('').trimEnd() + ELLIPSIS;
}
