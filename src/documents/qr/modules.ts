// The square of a QR code: patterns that readers look for, what the code says of itself, and the
// places that are left for data (ISO/IEC 18004, 6.3, 7.7, 7.9, 7.10).

/** Error correction M. */
const LEVEL = 0b00;
const FORMAT_POLYNOMIAL = 0x537;
const FORMAT_MASK = 0x5412;
const VERSION_POLYNOMIAL = 0x1f25;
/** Versions from here on say which they are. */
const VERSION_TOLD_FROM = 7;
const TIMING = 6;

const free = new Map<number, number>();

export class Modules {
  readonly size: number;
  /** Row by row; 1 is dark. */
  readonly dark: Uint8Array;
  /** 1 where no data may stand. */
  readonly reserved: Uint8Array;

  constructor(version: number) {
    this.size = 17 + 4 * version;
    this.dark = new Uint8Array(this.size ** 2);
    this.reserved = new Uint8Array(this.size ** 2);
    this.#drawTiming();
    const far = this.size - 4;
    for (const [x, y] of [
      [3, 3],
      [far, 3],
      [3, far],
    ] as const)
      this.#drawFinder(x, y);
    this.#drawAlignment(alignmentPlaces(version));
    this.drawFormat(0);
    if (version >= VERSION_TOLD_FROM) this.#drawVersion(version);
  }

  /** How many places a version leaves for data. */
  static freeOf(version: number): number {
    const known = free.get(version);
    if (known !== undefined) return known;
    const { reserved } = new Modules(version);
    const places = reserved.reduce((sum, taken) => sum + 1 - taken, 0);
    free.set(version, places);
    return places;
  }

  /** Bits run upwards and downwards in columns two wide, from the right. */
  fill(words: Uint8Array): void {
    const { size, dark, reserved } = this;
    let bit = 0;
    for (let column = 0; column < (size - 1) / 2; column += 1) {
      // The timing pattern takes a column for itself.
      const right = size - 1 - 2 * column - (column >= (size - 1) / 2 - TIMING / 2 ? 1 : 0);
      for (let step = 0; step < 2 * size; step += 1) {
        const row = step >> 1;
        const y = column % 2 === 0 ? size - 1 - row : row;
        const place = y * size + right - (step & 1);
        if (reserved[place] === 1) continue;
        const word = words[bit >> 3] ?? 0;
        dark[place] = (word >> (7 - (bit & 7))) & 1;
        bit += 1;
      }
    }
  }

  /** Level and mask, twice, with fifteen bits each. */
  drawFormat(mask: number): void {
    const data = (LEVEL << 3) | mask;
    const bits = ((data << 10) | checkBits(data << 10, FORMAT_POLYNOMIAL, 10)) ^ FORMAT_MASK;
    const { size } = this;
    for (let bit = 0; bit < 15; bit += 1) {
      const value = (bits >> bit) & 1;
      // The timing patterns are skipped, in the column and in the row.
      if (bit < 8) this.#set(8, bit < TIMING ? bit : bit + 1, value);
      else this.#set(bit === 8 ? 7 : 14 - bit, 8, value);
      if (bit < 8) this.#set(size - 1 - bit, 8, value);
      else this.#set(8, size - 15 + bit, value);
    }
    this.#set(8, size - 8, 1);
  }

  #drawVersion(version: number): void {
    const bits = (version << 12) | checkBits(version << 12, VERSION_POLYNOMIAL, 12);
    for (let bit = 0; bit < 18; bit += 1) {
      const value = (bits >> bit) & 1;
      const along = Math.floor(bit / 3);
      const across = this.size - 11 + (bit % 3);
      this.#set(across, along, value);
      this.#set(along, across, value);
    }
  }

  #drawTiming(): void {
    for (let place = 0; place < this.size; place += 1) {
      this.#set(place, TIMING, 1 - (place & 1));
      this.#set(TIMING, place, 1 - (place & 1));
    }
  }

  /** With the light frame around it, as far as that lies inside. */
  #drawFinder(centreX: number, centreY: number): void {
    for (let y = centreY - 4; y <= centreY + 4; y += 1) {
      for (let x = centreX - 4; x <= centreX + 4; x += 1) {
        if (x < 0 || y < 0 || x >= this.size || y >= this.size) continue;
        const distance = Math.max(Math.abs(x - centreX), Math.abs(y - centreY));
        this.#set(x, y, distance === 2 || distance === 4 ? 0 : 1);
      }
    }
  }

  #drawAlignment(places: readonly number[]): void {
    const [first, last] = [places[0], places.at(-1)];
    for (const centreY of places) {
      for (const centreX of places) {
        const isFinder =
          (centreX === first && (centreY === first || centreY === last)) ||
          (centreX === last && centreY === first);
        if (!isFinder) this.#drawAlignmentAt(centreX, centreY);
      }
    }
  }

  #drawAlignmentAt(centreX: number, centreY: number): void {
    for (let y = -2; y <= 2; y += 1)
      for (let x = -2; x <= 2; x += 1)
        this.#set(centreX + x, centreY + y, Math.max(Math.abs(x), Math.abs(y)) === 1 ? 0 : 1);
  }

  #set(x: number, y: number, value: number): void {
    const place = y * this.size + x;
    this.dark[place] = value;
    this.reserved[place] = 1;
  }
}

/** Annex E; none in version 1. */
function alignmentPlaces(version: number): number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const last = 10 + 4 * version;
  const step = 2 * Math.ceil((last - TIMING) / (2 * (count - 1)));
  return [
    TIMING,
    ...Array.from({ length: count - 1 }, (_, index) => last - (count - 2 - index) * step),
  ];
}

/** The remainder of a division without carries. */
function checkBits(value: number, polynomial: number, degree: number): number {
  let rest = value;
  for (let bit = 31 - Math.clz32(rest); bit >= degree; bit = 31 - Math.clz32(rest))
    rest ^= polynomial << (bit - degree);
  return rest;
}
