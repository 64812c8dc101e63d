// Bytes as they are written, one after another: text in Latin-1, figures as PDF prints them, and bytes as
// they are. Strings that are added to each other stay linked until the last of them is copied out, which
// the garbage collector has to follow; and a number's string stays in the engine's table of numbers,
// where it outlives its document.

const ZERO = 0x30;
const POINT = 0x2e;
const MINUS = 0x2d;

/** Characters at which the engine's own routine takes less time than a loop. */
const LONG_TEXT = 96;
/** A sign, eight digits, the point and two decimals. */
const FIGURE_BYTES_MAX = 12;
const HUNDREDTHS_MAX = 0x7fffffff;

export class ByteWriter {
  #bytes: Buffer;
  #length = 0;

  /** @param capacity in bytes, at first: it grows */
  constructor(capacity: number) {
    this.#bytes = Buffer.allocUnsafeSlow(capacity);
  }

  get length(): number {
    return this.#length;
  }

  /** What has been written, and not a copy of it. */
  written(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  text(text: string): void {
    const { length } = text;
    const bytes = this.#roomFor(length);
    const start = this.#length;
    if (length > LONG_TEXT) bytes.write(text, start, 'latin1');
    else
      for (let index = 0; index < length; index += 1) bytes[start + index] = text.charCodeAt(index);
    this.#length = start + length;
  }

  byte(byte: number): void {
    this.#roomFor(1)[this.#length] = byte;
    this.#length += 1;
  }

  bytes(bytes: Uint8Array): void {
    this.#roomFor(bytes.length).set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** A part of what another one has written; too short, mostly, for a call of the engine. */
  part(of: ByteWriter, start: number, end: number): void {
    const bytes = this.#roomFor(end - start);
    const source = of.#bytes;
    const offset = this.#length - start;
    for (let index = start; index < end; index += 1)
      bytes[offset + index] = source[index] as number;
    this.#length += end - start;
  }

  /** Rounded to hundredths, without zeros at the end: `12`, `-0.5`, `3.14`. */
  figure(value: number): void {
    const signed = Math.round(value * 100);
    const hundredths = Math.abs(signed);
    if (!(hundredths <= HUNDREDTHS_MAX)) {
      this.text(String(signed / 100));
      return;
    }
    const bytes = this.#roomFor(FIGURE_BYTES_MAX);
    let place = this.#length;
    if (signed < 0) bytes[place++] = MINUS;
    const whole = Math.floor(hundredths / 100);
    place = writeDigits(bytes, place, whole);
    const decimals = hundredths - whole * 100;
    if (decimals > 0) {
      const tenths = Math.floor(decimals / 10);
      bytes[place++] = POINT;
      bytes[place++] = ZERO + tenths;
      if (decimals > tenths * 10) bytes[place++] = ZERO + decimals - tenths * 10;
    }
    this.#length = place;
  }

  #roomFor(more: number): Buffer {
    const needed = this.#length + more;
    if (needed > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#bytes.length));
      larger.set(this.written());
      this.#bytes = larger;
    }
    return this.#bytes;
  }
}

/** Answers where they end. */
function writeDigits(bytes: Buffer, start: number, whole: number): number {
  let end = start + 1;
  for (let limit = 10; whole >= limit; limit *= 10) end += 1;
  let rest = whole;
  for (let place = end - 1; place >= start; place -= 1) {
    const higher = Math.floor(rest / 10);
    bytes[place] = ZERO + rest - higher * 10;
    rest = higher;
  }
  return end;
}
