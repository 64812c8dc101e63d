export { openOrders as default } from '../src/store/sqlite/order-source.js';
