// The pages of a document while they are filled from top to bottom.

import { printable } from '../fonts/printable.js';
import { Typesetter } from '../fonts/typesetter.js';
import { PageCanvas } from '../pdf/page-canvas.js';
import { colors, margins, paper, type Style } from './paper.js';
import { wrap } from './wrap.js';

/** From the top of a line to its baseline, as a part of the type size. */
const ASCENT = 0.95;

const HAIRLINE = 0.5;

export class Sheets {
  readonly typesetter = new Typesetter();
  readonly pages: PageCanvas[] = [];
  /** Where the next line of the current page begins. */
  y = 0;

  get page(): PageCanvas {
    return this.pages.at(-1) as PageCanvas;
  }

  startPage(y = margins.top): void {
    this.pages.push(new PageCanvas(paper.height));
    this.y = y;
  }

  fits(height: number): boolean {
    return this.y + height <= margins.bottom;
  }

  /** Goes on to the next page unless there is room. */
  need(height: number): void {
    if (!this.fits(height)) this.startPage();
  }

  widthOf(text: string, { weight, size }: Style): number {
    return (this.typesetter.set(text, weight).width * size) / 1000;
  }

  wrap(text: string, style: Style, width: number, limit: number): string[] {
    return wrap(printable(text), width, limit, (part) => this.widthOf(part, style));
  }

  /** @param top of the line, not its baseline */
  write(text: string, x: number, top: number, style: Style, page = this.page): void {
    const set = this.typesetter.set(text, style.weight);
    page.text(set, x, top + style.size * ASCENT, style.size, style.color);
  }

  writeRight(text: string, right: number, top: number, style: Style, page = this.page): void {
    const set = this.typesetter.set(text, style.weight);
    const left = right - (set.width * style.size) / 1000;
    page.text(set, left, top + style.size * ASCENT, style.size, style.color);
  }

  writeLines(
    lines: readonly string[],
    x: number,
    top: number,
    style: Style,
    page = this.page,
  ): void {
    for (const [index, line] of lines.entries())
      this.write(line, x, top + index * style.leading, style, page);
  }

  /** Paragraphs that go on from page to page. */
  flow(lines: readonly string[], x: number, style: Style): void {
    for (const line of lines) {
      this.need(style.leading);
      this.write(line, x, this.y, style);
      this.y += style.leading;
    }
  }

  /** The style in the size in which the text fits into the width, but not below `sizeMin`. */
  fitting(text: string, style: Style, width: number, sizeMin: number): Style {
    const needed = this.widthOf(text, style);
    if (needed <= width) return style;
    const size = Math.floor((style.size * width * 10) / needed) / 10;
    return { ...style, size: Math.max(sizeMin, size) };
  }

  rule(y: number): void {
    this.page.horizontal(margins.left, margins.right, y, HAIRLINE, colors.rule);
  }
}
