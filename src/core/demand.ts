// What a cart asks of the stock: the quantity per SKU, summed, in the order of the SKUs. Everybody
// who touches several stock rows does so in this order, so that two carts cannot wait in a circle.

export interface Demand {
  sku: string;
  quantity: number;
}

export function demandOf(lines: readonly Demand[]): Demand[] {
  const bySku = new Map<string, number>();
  for (const { sku, quantity } of lines) bySku.set(sku, (bySku.get(sku) ?? 0) + quantity);
  return [...bySku]
    .map(([sku, quantity]) => ({ sku, quantity }))
    .sort((a, b) => (a.sku < b.sku ? -1 : 1));
}
