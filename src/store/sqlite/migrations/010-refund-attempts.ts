export default `
-- Which refund of its order the attempt is at: one that the provider refused may be tried again, and
-- refunds.attempt is the last of its attempts.
alter table payment_attempts add column refund integer;
update payment_attempts set refund = (
  select r.position from refunds r
  where r.order_seq = payment_attempts.order_seq and r.attempt = payment_attempts.attempt)
where operation = 'refund';
`;
