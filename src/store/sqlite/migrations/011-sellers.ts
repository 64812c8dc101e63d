export default `
-- In whose name documents are issued, from when on: what was issued keeps the seller that it had. The
-- first one holds for what was before it, too.
create table sellers (
  since integer primary key,
  seller text not null                -- JSON
) strict;
`;
