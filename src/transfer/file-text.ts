// What a file turns out to be once it is unpacked: a small archive may hold any number of lines, and
// what was saved in another encoding than UTF-8 would come in with its letters lost.

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
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });
  #bytes = 0;
  #lines = 0;
  #isUtf8 = true;

  constructor(limits: TextLimits = transferLimits) {
    this.#limits = limits;
  }

  /** Each piece in its turn, and `null` at the end. @throws Error that says why it is too long. */
  take(piece: Uint8Array | null): void {
    this.#isUtf8 &&= this.#decodes(piece);
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

  #decodes(piece: Uint8Array | null): boolean {
    try {
      if (piece === null) this.#decoder.decode();
      else this.#decoder.decode(piece, { stream: true });
      return true;
    } catch {
      return false;
    }
  }
}
