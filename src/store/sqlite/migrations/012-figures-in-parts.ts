export default `
-- Lines of an order's figures that are added already: those of a large order are added in parts.
alter table tasks add column counted integer not null default 0;
`;
