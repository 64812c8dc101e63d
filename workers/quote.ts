export { quoteBatch as default } from '../src/compute/quote-batch.js';
