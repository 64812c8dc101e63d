import { workerData } from 'node:worker_threads';
import { documentBatch } from '../src/compute/document-batch.js';
import { overTextAsync } from '../src/compute/over-text.js';
import { yieldToOtherThreads } from '../src/compute/thread-priority.js';
import { documentMakers } from '../src/documents/desk.js';
import { filePoster } from '../src/gateways/email/file-mailer.js';
import { openArchiveWriter } from '../src/store/sqlite/document-archive.js';

yieldToOtherThreads();
const { file, sender, mailFolder } = workerData;
const archive = openArchiveWriter(file);
const post = filePoster(mailFolder);
export default overTextAsync(documentBatch({ ...documentMakers(sender), post, archive }));
