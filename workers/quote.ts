import { overText } from '../src/compute/over-text.js';
import { quoteBatch } from '../src/compute/quote-batch.js';

export default overText(quoteBatch);
