/** For files whose tests drive a real browser, beside its server and other tests, on few cores. */
import { vi } from 'vitest';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
