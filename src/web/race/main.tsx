// The race: the same rush twice, one step after another against all that can overlap, side by side.

import { effect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Button } from '../components/button.js';
import { Notice } from '../components/notice.js';
import { Table } from '../components/table.js';
import { say } from '../components/toast.js';
import { number } from '../shell/format.js';
import { usePageTitle } from '../shell/page-title.js';
import { place, startRouter } from '../shell/router.js';
import { Shell } from '../shell/shell.js';
import { start } from '../shell/start.js';
import { fill, texts } from '../shell/texts.js';
import { wordsOf } from '../shell/words.js';
import { heard, openRace, problem, type RaceView, race, tracks } from './race.js';
import { RaceForm, showPlan } from './race-form.js';
import { type RaceMode, raceModes, raceSteps } from './race-state.js';
import { savePicture } from './save-picture.js';
import { TrackPanel } from './track-panel.js';

const idIn = (path: string): string | null => /^\/race\/([^/]+)$/.exec(path)?.[1] ?? null;

function RacePage() {
  const words = texts().race;
  usePageTitle(words.title);
  const view = race.value;
  return (
    <Shell isWide>
      <div class="race">
        <h1 tabIndex={-1}>{words.title}</h1>
        <p class="lead">{words.lead}</p>
        <RaceForm />
        <Refusal />
        {view && <Tracks view={view} />}
      </div>
    </Shell>
  );
}

function Refusal() {
  const refused = problem.value;
  if (!refused) return null;
  const words = texts().race;
  const text = refused.type === 'not-found' ? words.notFound : wordsOf(refused);
  return (
    <Notice kind={refused.type === 'race-under-way' ? 'info' : 'error'}>
      <p>{refused.type === 'race-under-way' ? words.othersRace : text}</p>
    </Notice>
  );
}

function Tracks({ view }: { view: RaceView }) {
  const words = texts().race;
  useEffect(() => showPlan(view.plan), [view.id]);
  return (
    <>
      <Legend />
      <div class="tracks">
        {raceModes.map((mode) => (
          <TrackPanel key={mode} mode={mode} view={view} />
        ))}
      </div>
      {view.state === 'failed' && view.failure && <Notice kind="error">{view.failure}</Notice>}
      {view.state === 'finished' && <Result view={view} />}
      <p class="race-share">
        <Button onClick={copyLink}>{words.copyLink}</Button>
        <Button onClick={() => savePicture(view, caption(view))}>{words.savePicture}</Button>
      </p>
    </>
  );
}

const Legend = () => (
  <ul class="legend">
    {raceSteps.map((step) => (
      <li key={step}>
        <span class={`legend-mark mark-${step}`} aria-hidden="true" />
        {texts().race.steps[step]}
      </li>
    ))}
    <li>
      <span class="legend-mark mark-failed" aria-hidden="true" />
      {texts().race.failed}
    </li>
  </ul>
);

const milliseconds = (ms: number | undefined | null): string =>
  ms === undefined || ms === null ? '–' : `${number(Math.round(ms))} ms`;

function Result({ view }: { view: RaceView }) {
  const words = texts().race;
  void heard.value;
  const row = (mode: RaceMode) => ({
    mode,
    track: tracks[mode],
    predicted: view.predictions[mode],
  });
  const [before, after] = raceModes.map((mode) => tracks[mode].lastTaskMs ?? 0) as [number, number];
  const times = after > 0 ? number(Math.round((before / after) * 100) / 100) : '–';
  return (
    <div class="card">
      <p class="race-verdict">{fill(words.verdict, { times })}</p>
      <Table
        caption={words.result}
        isCaptionHidden
        rows={raceModes.map(row)}
        keyOf={({ mode }) => mode}
        columns={[
          { label: words.mode, cell: ({ mode }) => words.modes[mode] },
          { label: words.gotOne, isFigure: true, cell: (r) => number(r.track.outcomes['got one']) },
          {
            label: words.answerMedian,
            isFigure: true,
            cell: (r) => milliseconds(r.track.answers?.served.p50),
          },
          {
            label: words.answerP99,
            isFigure: true,
            cell: (r) => milliseconds(r.track.answers?.served.p99),
          },
          {
            label: words.answerPredicted,
            isFigure: true,
            cell: (r) => milliseconds(r.predicted.answerMs),
          },
          { label: words.lastTask, isFigure: true, cell: (r) => milliseconds(r.track.lastTaskMs) },
          {
            label: words.lastTaskPredicted,
            isFigure: true,
            cell: (r) => milliseconds(r.predicted.lastTaskMs),
          },
        ]}
      />
    </div>
  );
}

const caption = ({ plan }: RaceView): string =>
  fill(texts().race.caption, { customers: number(plan.customers), stock: number(plan.stock) });

async function copyLink(): Promise<void> {
  const { copied } = texts().race;
  try {
    await navigator.clipboard.writeText(location.href);
    say(copied);
  } catch {
    // Without the permission, the address bar holds the same.
    say(location.href);
  }
}

startRouter((path) => path === '/race' || idIn(path) !== null);
effect(() => {
  const id = idIn(place.value.path);
  if (id !== null) void openRace(id);
});
start(() => <RacePage />);
