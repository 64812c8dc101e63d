// What is drawn on one page, as PDF's operators. Places are in points from the page's upper left
// corner, text stands on its baseline; colour and font are only written when they change.

import type { SetText } from '../fonts/typesetter.js';
import type { QrCode } from '../qr/qr-code.js';
import { ByteWriter } from './byte-writer.js';

/** Red, green and blue from 0 to 1, as PDF writes them: `0.1 0.2 0.3`. */
export type Color = string;

/** A filled path, in PDF's operators. */
export interface Shape {
  operators: string;
  color: Color;
}

/** More than most pages take. */
const CAPACITY = 16_384;
const SPACE = 0x20;

export class PageCanvas {
  readonly #height: number;
  readonly #operators = new ByteWriter(CAPACITY);
  #fill = '';
  #stroke = '';
  #font = '';
  #size = 0;

  constructor(height: number) {
    this.#height = height;
  }

  text({ runs }: SetText, x: number, baseline: number, size: number, color: Color): void {
    const operators = this.#operators;
    let left = x;
    for (const { fontUse, codes, isKerned, width } of runs) {
      this.#fillWith(color);
      this.#setFont(fontUse.resource, size);
      operators.text('BT ');
      this.#point(left, baseline);
      operators.text(isKerned ? 'Td [(' : 'Td (');
      operators.part(codes.of, codes.start, codes.end);
      operators.text(isKerned ? ')] TJ ET\n' : ') Tj ET\n');
      left += (width * size) / 1000;
    }
  }

  rectangle(x: number, y: number, width: number, height: number, color: Color): void {
    this.#fillWith(color);
    this.#point(x, y + height);
    this.#figure(width);
    this.#figure(height);
    this.#operators.text('re f\n');
  }

  horizontal(x1: number, x2: number, y: number, width: number, color: Color): void {
    if (this.#stroke !== color) this.#operators.text(`${color} RG\n`);
    this.#stroke = color;
    this.#operators.text(`${width} w `);
    this.#point(x1, y);
    this.#operators.text('m ');
    this.#point(x2, y);
    this.#operators.text('l S\n');
  }

  /** Dark modules of `module` points on a light ground, all of one path. */
  qrCode({ size, isDark }: QrCode, x: number, y: number, module: number, color: Color): void {
    this.#fillWith(color);
    for (let row = 0; row < size; row += 1) {
      for (let column = 0; column < size; column += 1) {
        const start = column;
        while (column < size && isDark(column, row)) column += 1;
        if (column === start) continue;
        this.#point(x + start * module, y + (row + 1) * module);
        this.#figure((column - start) * module);
        this.#figure(module);
        this.#operators.text('re\n');
      }
    }
    this.#operators.text('f\n');
  }

  /** Shapes in a measure of their own, y downwards, scaled into the page. */
  shapes(shapes: readonly Shape[], x: number, y: number, scale: number): void {
    this.#operators.text(`q ${scale} 0 0 ${-scale} `);
    this.#point(x, y);
    this.#operators.text('cm\n');
    for (const { operators, color } of shapes) {
      this.#operators.text(`${color} rg\n`);
      this.#operators.text(operators);
      this.#operators.text('f\n');
    }
    this.#operators.text('Q\n');
  }

  /** In Latin-1; true until the next thing is drawn. */
  content(): Buffer {
    return this.#operators.written();
  }

  /** PDF counts upwards. */
  #point(x: number, y: number): void {
    this.#figure(x);
    this.#figure(this.#height - y);
  }

  /** Hundredths of a point are finer than any printer. */
  #figure(value: number): void {
    this.#operators.figure(value);
    this.#operators.byte(SPACE);
  }

  #fillWith(color: Color): void {
    if (this.#fill === color) return;
    this.#fill = color;
    this.#operators.text(`${color} rg\n`);
  }

  #setFont(font: string, size: number): void {
    if (this.#font === font && this.#size === size) return;
    this.#font = font;
    this.#size = size;
    this.#operators.text(`/${font} ${size} Tf\n`);
  }
}
