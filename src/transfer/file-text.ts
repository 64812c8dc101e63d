// What a file turns out to be once it is unpacked: a small archive may hold any number of lines, and
// what was saved in another encoding than UTF-8 would come in with its letters lost.

import { isUtf8 } from 'node:buffer';
import { transferLimits } from '../core/transfers.js';

const NEWLINE = 0x0a;
/** Stands where bytes could not be decoded. */
const LOST = '\ufffd';

export interface TextLimits {
  unpackedBytes: number;
  lines: number;
}

export class FileText {
  readonly #limits: TextLimits;
  /** The start of a character whose rest comes with the next piece. */
  #begun = Buffer.alloc(0);
  #bytes = 0;
  #lines = 0;
  #isUtf8 = true;

  constructor(limits: TextLimits = transferLimits) {
    this.#limits = limits;
  }

  /** Each piece in its turn, and `null` at the end. @throws Error that says why it is too long. */
  take(piece: Uint8Array | null): void {
    this.#isUtf8 &&= this.#isUtf8With(piece);
    if (piece === null) return;
    this.#bytes += piece.length;
    for (let at = 0; at < piece.length; at += 1) if (piece[at] === NEWLINE) this.#lines += 1;
    const { unpackedBytes, lines } = this.#limits;
    if (this.#bytes > unpackedBytes) throw new Error(`there are more than ${unpackedBytes} bytes`);
    if (this.#lines > lines) throw new Error(`there are more than ${lines} lines; divide the file`);
  }

  /** Where all of it is UTF-8, the character that stands for what is lost is one like any other. */
  hasLost(text: string): boolean {
    return !this.#isUtf8 && text.includes(LOST);
  }

  #isUtf8With(piece: Uint8Array | null): boolean {
    if (piece === null) return this.#begun.length === 0;
    const bytes = this.#begun.length === 0 ? piece : Buffer.concat([this.#begun, piece]);
    const whole = bytes.length - begunAtEndOf(bytes);
    this.#begun = Buffer.from(bytes.subarray(whole));
    return isUtf8(bytes.subarray(0, whole));
  }
}

/** How many of the last bytes begin a character that needs more of them: up to three. */
function begunAtEndOf(bytes: Uint8Array): number {
  for (let count = 1; count <= Math.min(3, bytes.length); count += 1) {
    const byte = bytes[bytes.length - count] as number;
    if (byte < 0x80) return 0;
    // One that continues a character; before it are others, or its first.
    if (byte < 0xc0) continue;
    const needed = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    return count < needed ? count : 0;
  }
  return 0;
}
