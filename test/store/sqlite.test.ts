import { openSqlite } from '../support/sqlite-store.js';
import { storeContract } from './contract.js';

storeContract('SQLite', async () => openSqlite());
