import { Type } from 'typebox';
import type { RaceRecord, Races } from '../../races/races.js';
import type { App } from '../doors.js';
import { RefusedError, sendProblem } from '../problem-reply.js';
import { problemAnswers } from '../schemas/answers.js';
import { RaceAnswer, RaceBody } from '../schemas/races.js';
import { IdParams } from '../schemas/requests.js';

const tags = ['demo'];

/** Watchers of races at once: each costs a socket. */
const WATCHERS_MAX = 200;

/** Demo mode only: the same rush twice, in processes of their own, for everybody to watch. */
export function raceRoutes(app: App, { races }: { races: Races }): void {
  const found = (id: string): RaceRecord => {
    const race = races.find(id);
    if (!race) throw new RefusedError({ type: 'not-found', detail: 'no such race, or forgotten' });
    return race;
  };

  app.post(
    '/v1/races',
    {
      schema: {
        summary: 'Demo mode: start a race between sequential and parallel orders',
        tags,
        body: RaceBody,
        response: { 202: RaceAnswer, ...problemAnswers },
      },
    },
    async (request, reply) => {
      const { customers, stock, delaysMs = {}, failures = {} } = request.body;
      const started = races.start({ customers, stock, delaysMs, failures });
      if (!started.ok) return sendProblem(reply, started.refusal);
      return reply
        .code(202)
        .header('location', `/v1/races/${started.value.id}`)
        .send(raceView(started.value));
    },
  );

  app.get(
    '/v1/races/:id',
    {
      schema: {
        summary: 'Demo mode: a race and its settings',
        tags,
        params: IdParams,
        response: { 200: RaceAnswer, ...problemAnswers },
      },
    },
    async (request) => raceView(found(request.params.id)),
  );

  let watchers = 0;
  app.get(
    '/v1/races/:id/events',
    {
      sse: 'only',
      schema: {
        summary:
          'Demo mode: server-sent events of a race, live or again; resumes from Last-Event-ID',
        tags,
        params: IdParams,
        response: {
          200: {
            description: 'Events',
            content: { 'text/event-stream': { schema: Type.String() } },
          },
          ...problemAnswers,
        },
      },
    },
    async (request, reply) => {
      const { id } = found(request.params.id);
      if (watchers >= WATCHERS_MAX) {
        throw new RefusedError({ type: 'overloaded', detail: 'too many watch races' });
      }
      watchers += 1;
      const closed = new AbortController();
      try {
        reply.sse.sendHeaders();
        reply.raw.flushHeaders();
        reply.sse.onClose(() => closed.abort());
        await reply.sse.send(streamOf(races, id, reply.sse.lastEventId, closed.signal));
      } finally {
        watchers -= 1;
      }
    },
  );
}

async function* streamOf(races: Races, id: string, last: string | null, signal: AbortSignal) {
  const after = /^\d{1,9}$/.test(last ?? '') ? Number(last) : 0;
  for await (const message of races.messages(id, after, signal)) {
    const { state, events } = message;
    yield { id: String(message.id), event: 'race', data: { state, events } };
  }
}

const raceView = ({ startedAt, ...race }: RaceRecord) => ({
  ...race,
  startedAt: new Date(startedAt).toISOString(),
});
