// The path of an SVG (SVG 1.1, 8.3) → PDF's operators. Every command but the elliptical arc, which
// drawing programs turn into curves on request.

const NUMBERS: Readonly<Record<string, number>> = {
  ...{ M: 2, L: 2, H: 1, V: 1, C: 6, S: 4, Q: 4, T: 2, Z: 0 },
};
const tokens = /([MLHVCSQTZ])|([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)/gi;

type Point = readonly [x: number, y: number];

/** Larger figures would be written with an exponent, which PDF does not know, or end in none. */
const FIGURE_MAX = 1_000_000;

/** @throws where a command lacks numbers, or leads out of all proportion */
export function pathOperators(path: string): string {
  const pen = new Pen();
  for (const { command, numbers } of commandsOf(path)) {
    const wanted = NUMBERS[command.toUpperCase()] as number;
    if (wanted === 0) pen.draw('Z', []);
    else if (numbers.length === 0 || numbers.length % wanted !== 0)
      throw new Error(`The path command ${command} has ${numbers.length} numbers`);
    for (let start = 0; wanted > 0 && start < numbers.length; start += wanted) {
      // What follows a move without a command of its own is a line.
      const name =
        start > 0 && command === 'M' ? 'L' : start > 0 && command === 'm' ? 'l' : command;
      pen.draw(name, numbers.slice(start, start + wanted));
    }
  }
  return pen.operators;
}

function commandsOf(path: string): { command: string; numbers: number[] }[] {
  const commands: { command: string; numbers: number[] }[] = [];
  for (const [, command, number] of path.matchAll(tokens)) {
    if (command !== undefined) commands.push({ command, numbers: [] });
    else commands.at(-1)?.numbers.push(Number(number));
  }
  return commands;
}

class Pen {
  operators = '';
  #at: Point = [0, 0];
  #start: Point = [0, 0];
  /** The last curve's second control point, which a smooth one mirrors. */
  #control: Point | null = null;
  #last = '';

  draw(name: string, numbers: readonly number[]): void {
    const command = name.toUpperCase();
    const [originX, originY] = name === command ? [0, 0] : this.#at;
    const pointAt = (index: number): Point => [
      (numbers[index] ?? 0) + originX,
      (numbers[index + 1] ?? 0) + originY,
    ];
    const end = this.#endOf(command, numbers, pointAt, originX, originY);
    const control = this.#shape(command, pointAt, end);
    if (command === 'M') this.#start = end;
    this.#at = end;
    this.#control = control;
    this.#last = command;
  }

  #endOf(
    command: string,
    numbers: readonly number[],
    pointAt: (index: number) => Point,
    originX: number,
    originY: number,
  ): Point {
    if (command === 'Z') return this.#start;
    if (command === 'H') return [(numbers[0] ?? 0) + originX, this.#at[1]];
    if (command === 'V') return [this.#at[0], (numbers[0] ?? 0) + originY];
    return pointAt(numbers.length - 2);
  }

  #shape(command: string, pointAt: (index: number) => Point, end: Point): Point | null {
    if (command === 'Z') this.operators += 'h\n';
    else if (command === 'M') this.#write('m', end);
    else if (command === 'C') return this.#curve(pointAt(0), pointAt(2), end);
    else if (command === 'S') return this.#curve(this.#mirrored('CS'), pointAt(0), end);
    else if (command === 'Q') return this.#quadratic(pointAt(0), end);
    else if (command === 'T') return this.#quadratic(this.#mirrored('QT'), end);
    else this.#write('l', end);
    return null;
  }

  #mirrored(kinds: string): Point {
    const { 0: x, 1: y } = this.#at;
    if (this.#control === null || !kinds.includes(this.#last)) return this.#at;
    return [2 * x - this.#control[0], 2 * y - this.#control[1]];
  }

  #curve(first: Point, second: Point, end: Point): Point {
    this.#write('c', first, second, end);
    return second;
  }

  /** PDF has cubic curves alone. */
  #quadratic(control: Point, end: Point): Point {
    const towards = (from: Point): Point => [
      from[0] + (2 / 3) * (control[0] - from[0]),
      from[1] + (2 / 3) * (control[1] - from[1]),
    ];
    this.#write('c', towards(this.#at), towards(end), end);
    return control;
  }

  #write(operator: string, ...points: Point[]): void {
    const figures = points.flat().map((value) => Math.round(value * 1000) / 1000);
    const far = figures.find((figure) => !(Math.abs(figure) <= FIGURE_MAX));
    if (far !== undefined) throw new Error(`The path leads to ${far}, too far to be drawn`);
    this.operators += `${figures.join(' ')} ${operator}\n`;
  }
}
