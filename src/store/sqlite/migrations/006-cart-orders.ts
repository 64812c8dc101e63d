export default `
-- The cart that the order was placed from. One that has come to nothing leaves its cart to be ordered
-- again: it failed, or was cancelled before it was confirmed.
alter table orders add column cart_id text;
create unique index orders_by_cart on orders (cart_id)
  where cart_id is not null and state <> 'failed' and (state <> 'cancelled' or series is not null);
`;
