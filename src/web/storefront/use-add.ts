// Putting one more piece of a product into the cart, said aloud either way.

import { useState } from 'preact/hooks';
import { say } from '../components/toast.js';
import { fill, texts } from '../shell/texts.js';
import { wordsOf } from '../shell/words.js';
import { addLine } from './cart.js';
import type { Product } from './products.js';

export function useAdd({ sku, name }: Product) {
  const [isBusy, setBusy] = useState(false);
  const add = async (count = 1) => {
    setBusy(true);
    const answer = await addLine(sku, count);
    setBusy(false);
    say(answer.ok ? fill(texts().shop.added, { name }) : wordsOf(answer.problem));
  };
  return { isBusy, add };
}
