import { Badge } from '../components/badge.js';
import { number } from '../shell/format.js';
import { counted, fill, texts } from '../shell/texts.js';

const LAST_ONES = 5;

/** How many there are, in a colour and in words. */
export function Availability({ count }: { count: number }) {
  const { shop } = texts();
  if (count <= 0) return <Badge tone="bad">{shop.soldOut}</Badge>;
  if (count <= LAST_ONES) return <Badge tone="low">{counted(shop.lastOnes, count)}</Badge>;
  return <Badge tone="good">{fill(shop.available, { count: number(count) })}</Badge>;
}
