// One of the two tracks: how it is doing in figures, what is going on in a sentence, and its chart.

import { useEffect, useRef } from 'preact/hooks';
import { number } from '../shell/format.js';
import { fill, texts } from '../shell/texts.js';
import { theme } from '../shell/theme.js';
import { elapsedMs, heard, type RaceView, race, tracks } from './race.js';
import { type ChartColours, chartSize, drawTrack, readColours } from './race-chart.js';
import { answered, type RaceMode, raceModes, type Track } from './race-state.js';

const seconds = (ms: number): string => `${number(Math.round(ms) / 1000)} s`;

export function TrackPanel({ mode, view }: { mode: RaceMode; view: RaceView }) {
  const words = texts().race;
  // Each message changes the figures.
  void heard.value;
  const track = tracks[mode];
  const isOver = track.lastTaskMs !== null;
  return (
    <section class={`card track${isOver ? ' track-over' : ''}`} aria-labelledby={`track-${mode}`}>
      <header>
        <h2 id={`track-${mode}`}>{words.modes[mode]}</h2>
        <Clock mode={mode} />
      </header>
      <p class="soft track-words">{sentence(view, track, mode)}</p>
      <dl class="track-figures">
        <Figure label={words.gotOne} value={number(track.outcomes['got one'])} />
        <Figure label={words.soldOut} value={number(track.outcomes['sold out'])} />
        <Figure
          label={words.declined}
          value={number(track.outcomes.declined + track.outcomes.refused)}
        />
        <Figure label={words.throughput} value={throughput(track)} />
      </dl>
      <Chart mode={mode} view={view} />
    </section>
  );
}

const Figure = ({ label, value }: { label: string; value: string }) => (
  <div>
    <dt>{label}</dt>
    <dd>{value}</dd>
  </div>
);

/** Customers answered a second, from the press to the last answer. */
const throughput = (track: Track): string =>
  track.lastAnswerMs === 0
    ? '–'
    : number(Math.round((answered(track) * 10_000) / track.lastAnswerMs) / 10);

function sentence({ state, plan }: RaceView, track: Track, mode: RaceMode): string {
  const words = texts().race.sentences;
  if (state === 'failed') return words.failed;
  if (state === 'starting') return words.starting;
  if (track.lastTaskMs !== null) {
    return fill(words.over, {
      time: seconds(track.lastTaskMs),
      sold: number(track.outcomes['got one']),
    });
  }
  if (answered(track) >= plan.customers) return words.behind[mode];
  const isPaying = track.bars.some(({ step, endedMs }) => step === 'pay' && endedMs === null);
  return isPaying ? words.paying[mode] : words.begun[mode];
}

/** Runs between the messages, too; what is over stands still. */
function Clock({ mode }: { mode: RaceMode }) {
  const element = useRef<HTMLParagraphElement>(null);
  useEffect(
    () =>
      everyFrame(() => {
        const ms = tracks[mode].lastTaskMs ?? elapsedMs();
        if (element.current) element.current.textContent = seconds(ms);
        return isLive();
      }),
    [mode, race.value?.id, race.value?.state],
  );
  return <p ref={element} class="track-clock" />;
}

const isLive = (): boolean => race.value?.state === 'running';

/** Calls back in every frame for as long as it answers that there is more to come. */
function everyFrame(draw: () => boolean): () => void {
  let frame = 0;
  const step = () => {
    if (draw()) frame = requestAnimationFrame(step);
  };
  step();
  return () => cancelAnimationFrame(frame);
}

function Chart({ mode, view }: { mode: RaceMode; view: RaceView }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const words = texts().race;
  const { state, id } = view;
  void heard.value;
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const draw = () => paint(element, mode, view.plan.customers);
    const stop = everyFrame(() => {
      draw();
      return isLive();
    });
    const resized = new ResizeObserver(draw);
    resized.observe(element.parentElement as Element);
    return () => {
      stop();
      resized.disconnect();
    };
  }, [mode, id, state, theme.value, state === 'running' ? 0 : heard.value]);
  return (
    <div class="track-chart">
      <canvas ref={canvas} role="img" aria-label={fill(words.chart, { mode: words.modes[mode] })} />
    </div>
  );
}

/** Both charts share the scale: the longer one fills its width. */
const sharedUntilMs = (): number => {
  const ends = raceModes.map((mode) => tracks[mode].lastTaskMs ?? elapsedMs());
  return Math.max(1, ...ends) * 1.02;
};

function paint(canvas: HTMLCanvasElement, mode: RaceMode, customers: number): void {
  const width = (canvas.parentElement as HTMLElement).clientWidth;
  const size = chartSize(width, customers, tracks[mode].lanes.size);
  const ratio = devicePixelRatio || 1;
  canvas.width = Math.round(size.width * ratio);
  canvas.height = Math.round(size.height * ratio);
  canvas.style.width = `${size.width}px`;
  canvas.style.height = `${size.height}px`;
  const context = canvas.getContext('2d');
  if (!context) return;
  context.scale(ratio, ratio);
  const scale = { untilMs: sharedUntilMs(), nowMs: elapsedMs() };
  drawTrack(context, tracks[mode], size, scale, coloursNow(canvas));
}

let known: { theme: string; colours: ChartColours } | null = null;

/** Read once for each choice of colours, not in every frame. */
export function coloursNow(element: Element): ChartColours {
  if (known?.theme !== theme.value) known = { theme: theme.value, colours: readColours(element) };
  return known.colours;
}

export { sharedUntilMs };
