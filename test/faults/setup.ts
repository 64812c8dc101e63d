/** A data folder for one test; what runs on it is killed at the test's end, and it is kept on failure. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFailed, onTestFinished } from 'vitest';
import { Client } from './client.js';
import { EngineProcess, type Settings } from './engine-process.js';

export class Stage {
  readonly dataDir: string;
  readonly #engines: EngineProcess[] = [];
  readonly #clients: Client[] = [];

  private constructor(dataDir: string) {
    this.dataDir = dataDir;
  }

  static async open(): Promise<Stage> {
    const stage = new Stage(await mkdtemp(join(tmpdir(), 'orderloom-faults-')));
    let failed = false;
    onTestFailed(() => {
      failed = true;
      const said = stage.#engines.map(({ output }, life) => `life ${life + 1}: ${output}`);
      process.stderr.write(`The data is kept in ${stage.dataDir}\n${said.join('\n')}\n`);
    });
    onTestFinished(async () => {
      await stage.#close();
      if (!failed) await rm(stage.dataDir, { recursive: true });
    });
    return stage;
  }

  /** An engine on its way up, which may be killed before it is. */
  launch(settings: Settings = {}): EngineProcess {
    const engine = EngineProcess.launch(this.dataDir, settings);
    this.#engines.push(engine);
    return engine;
  }

  async start(settings: Settings = {}, connections = 32) {
    const engine = this.launch(settings);
    const client = new Client(await engine.ready, connections);
    this.#clients.push(client);
    return { engine, client };
  }

  async #close(): Promise<void> {
    await Promise.all(this.#engines.map((engine) => engine.kill()));
    await Promise.all(this.#clients.map((client) => client.close()));
  }
}
