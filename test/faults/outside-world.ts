/** A mail server and a warehouse in the process of the test, which note the id of all that arrives. */
import { Webhook } from 'standardwebhooks';
import { onTestFinished } from 'vitest';
import { startMailServer } from '../support/mail-server.js';
import { startWebServer } from '../support/web-server.js';
import type { Settings } from './engine-process.js';

export interface Effect {
  kind: 'mail' | 'notice';
  /** Message-ID or webhook-id. */
  id: string;
}

export class OutsideWorld {
  /** In the order of their arrival. */
  readonly effects: Effect[] = [];
  readonly settings: Settings;
  #alarm: { isIt: (effect: Effect) => boolean; ring: () => void } | null = null;

  private constructor(settings: Settings) {
    this.settings = settings;
  }

  static async open(): Promise<OutsideWorld> {
    const secret = Buffer.from('a secret of thirty-two bytes....').toString('base64');
    const webhook = new Webhook(secret);
    const note = (effect: Effect) => world.#note(effect);
    const mail = await startMailServer({
      take: ({ messageId }) => note({ kind: 'mail', id: messageId }),
    });
    const goods = await startWebServer(({ headers, text }, response) => {
      webhook.verify(text, headers);
      note({ kind: 'notice', id: headers['webhook-id'] as string });
      response.writeHead(202).end();
    });
    onTestFinished(async () => {
      await Promise.all([mail.close(), goods.close()]);
    });
    const world: OutsideWorld = new OutsideWorld({
      SMTP_URL: mail.url,
      WAREHOUSE_URL: goods.url,
      WAREHOUSE_SECRET: secret,
    });
    return world;
  }

  ids(kind: Effect['kind']): string[] {
    return this.effects.filter((effect) => effect.kind === kind).map(({ id }) => id);
  }

  /** Rings the moment that one arrives, before its sender is answered. */
  at(isIt: (effect: Effect) => boolean, ring: () => void): void {
    this.#alarm = { isIt, ring };
  }

  #note(effect: Effect): void {
    this.effects.push(effect);
    const alarm = this.#alarm;
    if (!alarm?.isIt(effect)) return;
    this.#alarm = null;
    alarm.ring();
  }
}
