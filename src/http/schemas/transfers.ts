// A row of a file that is brought in: the body of the route that would do the same, and its path.

import { Type } from 'typebox';
import { Currency, closed, Sku, Text, UnitPrice } from './fields.js';
import { CustomerBody, ProductBody, StockBody } from './requests.js';

export const ProductRow = Type.Object({ sku: Sku, ...ProductBody.properties }, closed);
export const PriceRow = Type.Object({ sku: Sku, currency: Currency, price: UnitPrice }, closed);
export const StockRow = Type.Object({ sku: Sku, ...StockBody.properties }, closed);
export const CustomerRow = Type.Object({ id: Text(64), ...CustomerBody.properties }, closed);
