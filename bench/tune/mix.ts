import { InvalidArgumentError } from 'commander';

/** How many lines orders have, and how often; weights need not add up to anything. */
export type Mix = readonly { lines: number; weight: number }[];

const LINES_MAX = 1_000;

/** Reads `3:80,20:15,200:5`: lines, then weight. */
export function parseMix(text: string): Mix {
  return text.split(',').map((part) => {
    const [lines, weight = 1, ...rest] = part.split(':').map(Number);
    const isRead = rest.length === 0 && Number.isSafeInteger(lines) && Number.isFinite(weight);
    if (!isRead || lines === undefined || lines < 1 || lines > LINES_MAX || weight <= 0) {
      throw new InvalidArgumentError(`"${part}" is not lines:weight, such as 3:80.`);
    }
    return { lines, weight };
  });
}

export const printMix = (mix: Mix): string =>
  mix.map(({ lines, weight }) => `${lines}:${weight}`).join(',');

/** The lines of one order; `random` is a fraction in [0, 1). */
export function pickLines(mix: Mix, random: number): number {
  const total = mix.reduce((sum, { weight }) => sum + weight, 0);
  let left = random * total;
  for (const { lines, weight } of mix) {
    left -= weight;
    if (left < 0) return lines;
  }
  return mix.at(-1)?.lines ?? 1;
}
