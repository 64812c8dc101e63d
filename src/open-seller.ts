// In whose name documents are issued: the configured seller from now on, and whoever it was before.

import type { Config } from './config.js';
import { type FormerSeller, formerSellers, isNewSeller } from './core/invoice/former-sellers.js';
import type { Seller } from './core/invoice.js';
import { loadSeller } from './shop-data.js';
import type { Store } from './store/store.js';

export interface OpenedSeller {
  /** `null` where nobody is configured. */
  seller: Seller | null;
  formerSellers: FormerSeller[];
}

export async function openSeller(
  config: Config,
  store: Pick<Store, 'sellers' | 'putSeller'>,
  at: number,
  { isMaintenance = false } = {},
): Promise<OpenedSeller> {
  const seller = loadSeller(config.SELLER_FILE, config.DEMO);
  const known = await store.sellers();
  // A command that opens a closed shop issues nothing: whoever it takes for the seller is none.
  if (seller && !isMaintenance && isNewSeller(known, seller))
    await store.putSeller({ since: at, seller });
  return { seller, formerSellers: formerSellers(known, seller, at) };
}
