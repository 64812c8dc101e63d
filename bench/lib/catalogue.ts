/** The products that the plain server and the engine both sell during a benchmark. */

export interface BenchProduct {
  sku: string;
  name: string;
  /** Gross, in cents. */
  priceMinor: number;
}

/** More than any run can sell: running out of stock is not what is measured. */
export const ON_HAND = 1_000_000_000;

export function benchProducts(count: number): BenchProduct[] {
  return Array.from({ length: count }, (_, index) => ({
    sku: benchSku(index),
    name: `Bench product ${index + 1}`,
    priceMinor: 499 + ((index * 737) % 9500),
  }));
}

export function benchSku(index: number): string {
  return `BENCH-${String(index + 1).padStart(6, '0')}`;
}
