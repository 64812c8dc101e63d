export default `
-- What a payment waits for its customer to do, as JSON: read only while the payment says so.
create table payment_actions (order_seq integer primary key, action text not null) strict;
`;
