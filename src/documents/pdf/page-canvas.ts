// What is drawn on one page, as PDF's operators. Places are in points from the page's upper left
// corner, text stands on its baseline; colour and font are only written when they change.

import type { SetText } from '../fonts/typesetter.js';
import type { QrCode } from '../qr/qr-code.js';

/** Red, green and blue from 0 to 1, as PDF writes them: `0.1 0.2 0.3`. */
export type Color = string;

/** A filled path, in PDF's operators. */
export interface Shape {
  operators: string;
  color: Color;
}

/** Hundredths of a point are finer than any printer. */
const figure = (value: number): number => Math.round(value * 100) / 100;

export class PageCanvas {
  readonly #height: number;
  #operators = '';
  #fill = '';
  #stroke = '';
  #font = '';

  constructor(height: number) {
    this.#height = height;
  }

  text({ runs }: SetText, x: number, baseline: number, size: number, color: Color): void {
    let left = x;
    for (const { fontUse, codes, isKerned, width } of runs) {
      this.#fillWith(color);
      this.#setFont(`/${fontUse.resource} ${size} Tf\n`);
      const show = isKerned ? `[(${codes})] TJ` : `(${codes}) Tj`;
      this.#operators += `BT ${figure(left)} ${this.#up(baseline)} Td ${show} ET\n`;
      left += (width * size) / 1000;
    }
  }

  rectangle(x: number, y: number, width: number, height: number, color: Color): void {
    this.#fillWith(color);
    this.#operators += `${figure(x)} ${this.#up(y + height)} ${figure(width)} ${figure(height)} re f\n`;
  }

  horizontal(x1: number, x2: number, y: number, width: number, color: Color): void {
    if (this.#stroke !== color) this.#operators += `${color} RG\n`;
    this.#stroke = color;
    const up = this.#up(y);
    this.#operators += `${width} w ${figure(x1)} ${up} m ${figure(x2)} ${up} l S\n`;
  }

  /** Dark modules of `module` points on a light ground, all of one path. */
  qrCode({ size, isDark }: QrCode, x: number, y: number, module: number, color: Color): void {
    this.#fillWith(color);
    for (let row = 0; row < size; row += 1) {
      const up = this.#up(y + (row + 1) * module);
      for (let column = 0; column < size; column += 1) {
        const start = column;
        while (column < size && isDark(column, row)) column += 1;
        if (column === start) continue;
        const width = figure((column - start) * module);
        this.#operators += `${figure(x + start * module)} ${up} ${width} ${figure(module)} re\n`;
      }
    }
    this.#operators += 'f\n';
  }

  /** Shapes in a measure of their own, y downwards, scaled into the page. */
  shapes(shapes: readonly Shape[], x: number, y: number, scale: number): void {
    this.#operators += `q ${scale} 0 0 ${-scale} ${figure(x)} ${this.#up(y)} cm\n`;
    for (const { operators, color } of shapes) this.#operators += `${color} rg\n${operators}f\n`;
    this.#operators += 'Q\n';
  }

  content(): Buffer {
    return Buffer.from(this.#operators, 'latin1');
  }

  /** PDF counts upwards. */
  #up(y: number): number {
    return figure(this.#height - y);
  }

  #fillWith(color: Color): void {
    if (this.#fill === color) return;
    this.#fill = color;
    this.#operators += `${color} rg\n`;
  }

  #setFont(operator: string): void {
    if (this.#font === operator) return;
    this.#font = operator;
    this.#operators += operator;
  }
}
