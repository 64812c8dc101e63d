// Drawings of what a shop sells, on a field of 200 × 200, as shapes in five tones. What a product is
// drawn as follows from its number; one that fits nothing becomes a pattern of its own.

export type Tone = 'body' | 'shade' | 'light' | 'pale' | 'line';
type Shape = readonly [tone: Tone, path: string];

/** A box with round corners. */
const box = (x: number, y: number, w: number, h: number, r = 0): string =>
  `M${x + r} ${y}h${w - 2 * r}a${r} ${r} 0 0 1 ${r} ${r}v${h - 2 * r}a${r} ${r} 0 0 1 ${-r} ${r}h${2 * r - w}a${r} ${r} 0 0 1 ${-r} ${-r}v${2 * r - h}a${r} ${r} 0 0 1 ${r} ${-r}Z`;

const oval = (x: number, y: number, rx: number, ry = rx): string =>
  `M${x - rx} ${y}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0Z`;

const jar: Shape[] = [
  ['body', box(62, 70, 76, 88, 14)],
  ['shade', 'M114 70h10a14 14 0 0 1 14 14v60a14 14 0 0 1-14 14h-10Z'],
  ['light', box(58, 50, 84, 22, 6)],
  ['pale', box(74, 94, 52, 36, 4)],
  ['line', 'M84 106h32M84 117h20'],
];

const bag: Shape[] = [
  ['body', 'M58 62h84l8 90a8 8 0 0 1-8 8H58a8 8 0 0 1-8-8Z'],
  ['shade', 'M118 62h24l8 90a8 8 0 0 1-8 8h-20Z'],
  ['light', 'M62 42h76l4 20H58Z'],
  ['pale', box(74, 88, 44, 46, 4)],
  ['line', 'M84 102h24M84 113h24M84 124h14'],
];

export const glyphs: Readonly<Record<string, readonly Shape[]>> = {
  mug: [
    ['line', 'M138 84h12a20 20 0 0 1 0 48h-14'],
    ['body', 'M54 62h84v72a22 22 0 0 1-22 22H76a22 22 0 0 1-22-22Z'],
    ['shade', 'M114 62h24v72a22 22 0 0 1-22 22h-6c4-8 4-84 4-94Z'],
    ['light', oval(96, 62, 42, 9)],
    ['shade', oval(96, 63, 33, 5.5)],
  ],
  bowl: [
    ['body', 'M38 86h124c0 40-24 66-62 66s-62-26-62-66Z'],
    ['shade', 'M132 86h30c0 40-24 66-62 66 24-14 32-40 32-66Z'],
    ['light', oval(100, 86, 62, 14)],
    ['shade', oval(100, 88, 51, 9)],
    ['body', box(80, 148, 40, 12, 4)],
  ],
  plate: [
    ['body', oval(100, 104, 66)],
    ['light', oval(100, 104, 58)],
    ['pale', oval(100, 104, 40)],
    [
      'body',
      `${oval(78, 70, 2)}${oval(134, 92, 2.5)}${oval(64, 118, 2)}${oval(112, 148, 2.5)}${oval(96, 96, 1.8)}${oval(116, 116, 1.5)}${oval(146, 120, 1.6)}`,
    ],
  ],
  teapot: [
    ['line', 'M66 66c0-40 68-40 68 0'],
    ['shade', 'M142 96c20-4 22-26 34-28-4 26-12 48-36 56Z'],
    ['body', 'M44 112c0-30 24-46 54-46s54 16 54 46-22 46-54 46-54-16-54-46Z'],
    ['shade', 'M120 70c20 7 32 21 32 42 0 26-16 41-42 45 26-22 26-64 10-87Z'],
    ['light', `${oval(98, 70, 26, 7)}${oval(98, 58, 7)}`],
  ],
  bottle: [
    [
      'body',
      'M84 40h32v30c0 12 18 16 18 38v42a10 10 0 0 1-10 10H76a10 10 0 0 1-10-10v-42c0-22 18-26 18-38Z',
    ],
    ['shade', 'M108 40h8v30c0 12 18 16 18 38v42a10 10 0 0 1-10 10h-14c6-40-2-80-2-120Z'],
    ['light', box(80, 28, 40, 16, 4)],
    ['pale', box(74, 106, 46, 34, 3)],
    ['line', 'M82 118h30M82 128h18'],
  ],
  ink: [
    [
      'body',
      'M56 96a12 12 0 0 1 12-12h64a12 12 0 0 1 12 12v50a12 12 0 0 1-12 12H68a12 12 0 0 1-12-12Z',
    ],
    ['shade', 'M122 84h10a12 12 0 0 1 12 12v50a12 12 0 0 1-12 12h-10Z'],
    ['light', box(76, 54, 48, 30, 5)],
    ['pale', box(70, 104, 44, 34, 3)],
  ],
  board: [
    ['body', box(52, 58, 92, 104, 12)],
    ['body', box(88, 30, 20, 34, 10)],
    ['shade', 'M132 58a12 12 0 0 1 12 12v80a12 12 0 0 1-12 12h-8V58Z'],
    ['pale', oval(98, 42, 5)],
    ['line', 'M70 76v68M84 72v78M98 80v60'],
  ],
  knife: [
    ['light', 'M46 52c40 0 72 26 84 68l-18 8C84 116 58 92 46 52Z'],
    ['body', 'M112 122l18-8 32 40a9 9 0 0 1-14 12Z'],
    ['shade', 'M121 118l9-4 32 40a9 9 0 0 1-5 15Z'],
  ],
  whisk: [
    [
      'line',
      'M84 112C40 92 34 46 66 34s58 24 38 70M90 108C60 84 58 44 72 34M96 104c4-30-8-62-26-70',
    ],
    ['body', 'M82 112l22-12 46 58a10 10 0 0 1-16 12Z'],
    ['shade', 'M93 106l11-6 46 58a10 10 0 0 1-6 16Z'],
  ],
  jar,
  tin: [
    ['body', box(46, 74, 108, 84, 8)],
    ['shade', 'M130 74h16a8 8 0 0 1 8 8v68a8 8 0 0 1-8 8h-16Z'],
    ['light', box(42, 54, 116, 26, 6)],
    ['pale', oval(90, 116, 24)],
    ['line', 'M90 104v24M78 116h24'],
  ],
  textile: [
    ['body', 'M44 66a10 10 0 0 1 10-10h92a10 10 0 0 1 10 10v26H44Z'],
    ['light', 'M44 92h112v30H44Z'],
    ['body', 'M44 122h112v22a10 10 0 0 1-10 10H54a10 10 0 0 1-10-10Z'],
    ['shade', 'M136 56h10a10 10 0 0 1 10 10v26h-20ZM136 122h20v22a10 10 0 0 1-10 10h-10Z'],
    ['line', 'M44 92h112M44 122h112'],
    ['pale', 'M44 70h112v6H44ZM44 104h112v6H44ZM44 136h112v6H44Z'],
  ],
  apron: [
    ['line', 'M78 60c-8-34 52-34 44 0M62 96 34 110M138 96l28 14'],
    ['body', 'M74 56h52c0 22 6 30 20 36v64a8 8 0 0 1-8 8H62a8 8 0 0 1-8-8V92c14-6 20-14 20-36Z'],
    ['shade', 'M116 56h10c0 22 6 30 20 36v64a8 8 0 0 1-8 8h-14c6-40 0-76-8-108Z'],
    ['light', box(76, 106, 48, 30, 4)],
  ],
  cushion: [
    [
      'body',
      'M48 52c30 8 74 8 104 0 8 2 8 8 6 14-8 26-8 54 0 76 2 8 0 12-6 14-30-8-74-8-104 0-6-2-8-6-6-14 8-22 8-50 0-76-2-6-2-12 6-14Z',
    ],
    [
      'shade',
      'M132 55c8-1 14-2 20-3 8 2 8 8 6 14-8 26-8 54 0 76 2 8 0 12-6 14-10-3-20-4-30-5 14-30 16-66 10-96Z',
    ],
    ['light', 'M100 78l22 26-22 26-22-26Z'],
  ],
  notebook: [
    ['body', box(54, 36, 94, 128, 8)],
    ['shade', 'M54 44a8 8 0 0 1 8-8h10v128H62a8 8 0 0 1-8-8Z'],
    ['pale', box(88, 62, 44, 28, 3)],
    ['line', 'M97 73h26M97 80h16'],
    ['light', 'M132 36h6v128h-6Z'],
  ],
  pencil: [
    ['body', 'M132 42l22 22-84 84-22-22Z'],
    ['shade', 'M143 53l11 11-84 84-11-11Z'],
    ['light', 'M48 126l22 22-32 10Z'],
    ['line', 'M46 150l-8 8'],
    ['pale', 'M132 42l8-8a9 9 0 0 1 13 0l9 9a9 9 0 0 1 0 13l-8 8Z'],
  ],
  pencils: [
    ['light', box(52, 92, 96, 70, 6)],
    ['body', 'M62 92V50l8-14 8 14v42ZM94 92V50l8-14 8 14v42ZM126 92V50l8-14 8 14v42Z'],
    ['shade', 'M78 92V58l8-14 8 14v34ZM110 92V58l8-14 8 14v34Z'],
    ['pale', box(66, 112, 68, 30, 3)],
    ['line', 'M78 127h44'],
  ],
  pen: [
    ['body', 'M150 34a12 12 0 0 1 16 16L98 118l-16-16Z'],
    ['shade', 'M162 42c6 2 6 6 4 8L98 118l-8-8Z'],
    ['light', 'M82 102l16 16-44 44c-4-8-6-12-16-16Z'],
    ['line', 'M54 146l22-22M118 66l16 16'],
  ],
  sheet: [
    ['shade', box(70, 38, 84, 112, 4)],
    ['light', box(58, 46, 84, 112, 4)],
    ['pale', box(48, 54, 84, 110, 4)],
    ['line', 'M62 76h56M62 92h56M62 108h56M62 124h34'],
  ],
  envelope: [
    ['shade', box(52, 50, 112, 78, 6)],
    ['body', box(38, 68, 116, 82, 6)],
    ['light', 'M38 74a6 6 0 0 1 6-6h104a6 6 0 0 1 6 6l-58 44Z'],
    ['line', 'M42 72l54 44 54-44'],
  ],
  roll: [
    ['body', oval(96, 104, 56)],
    ['shade', 'M136 64a56 56 0 0 1-40 96 70 70 0 0 0 40-96Z'],
    ['light', oval(96, 104, 32)],
    ['pale', oval(96, 104, 24)],
    ['body', 'M96 144h72v16H96Z'],
  ],
  scissors: [
    ['light', 'M62 36c6 2 10 8 44 88l-14 6C66 90 54 52 62 36Z'],
    ['pale', 'M138 36c-6 2-10 8-44 88l14 6c26-40 38-78 30-94Z'],
    ['line', `${oval(76, 144, 17)}${oval(124, 144, 17)}`],
    ['body', oval(100, 112, 5)],
  ],
  block: [
    ['body', 'M44 92l64-26 50 20v44l-64 28-50-22Z'],
    ['light', 'M44 92l64-26 50 20-64 28Z'],
    ['shade', 'M94 114l64-28v44l-64 28Z'],
    ['pale', 'M82 90l26-10 18 7-26 11Z'],
  ],
  clip: [['line', 'M128 70v58a28 28 0 0 1-56 0V64a19 19 0 0 1 38 0v60a10 10 0 0 1-20 0V72']],
  pin: [
    ['line', 'M104 108l32 50'],
    ['shade', oval(94, 94, 38, 36)],
    ['body', oval(90, 86, 38, 34)],
    ['light', oval(82, 74, 14, 10)],
  ],
  ring: [
    ['line', oval(100, 104, 52, 44)],
    ['line', oval(100, 104, 42, 33)],
  ],
  book: [
    ['shade', 'M52 48a12 12 0 0 1 12-12h82v116H64a12 12 0 0 0-12 12Z'],
    ['pale', 'M58 154a10 10 0 0 1 10-10h78v16H68a10 10 0 0 1-10-6Z'],
    ['body', 'M64 36h82v108H64Z'],
    ['light', 'M52 48a12 12 0 0 1 12-12v108a14 14 0 0 0-12 10Z'],
    ['pale', box(82, 60, 46, 34, 2)],
    ['line', 'M92 72h26M92 82h16M92 120h26'],
  ],
  magazine: [
    ['shade', 'M64 44l84-8v120l-84 8Z'],
    ['body', box(52, 40, 88, 120, 2)],
    ['pale', box(62, 50, 68, 16, 1)],
    ['light', box(62, 74, 68, 50, 1)],
    ['body', oval(96, 99, 15)],
    ['line', 'M62 136h68M62 147h42'],
  ],
  bag,
  teabag: [
    ['line', 'M100 74c0-30 34-20 40-44'],
    ['body', 'M70 92l16-20h28l16 20v62a6 6 0 0 1-6 6H76a6 6 0 0 1-6-6Z'],
    ['shade', 'M114 72l16 20v62a6 6 0 0 1-6 6h-14V72Z'],
    ['pale', box(128, 24, 28, 24, 3)],
    ['light', oval(98, 122, 16)],
  ],
  candle: [
    ['light', 'M100 28c12 16 14 24 8 32-4 5-12 5-16 0-6-8-2-18 8-32Z'],
    ['line', 'M100 58v14'],
    ['body', box(78, 72, 44, 88, 4)],
    ['shade', 'M108 72h10a4 4 0 0 1 4 4v80a4 4 0 0 1-4 4h-10Z'],
    ['pale', 'M78 78c8 14 10 2 16 8s8 12 12 0 10-2 16-8v-4H78Z'],
  ],
  vase: [
    ['line', 'M100 66c-4-20-16-28-26-30M100 66c2-18 8-28 18-34M100 66V30'],
    ['light', `${oval(72, 36, 8)}${oval(120, 30, 8)}${oval(100, 26, 8)}`],
    ['body', 'M84 66h32c-4 20 26 32 26 60 0 22-16 34-42 34s-42-12-42-34c0-28 30-40 26-60Z'],
    ['shade', 'M108 66h8c-4 20 26 32 26 60 0 22-16 34-42 34 34-18 14-66 8-94Z'],
  ],
  lamp: [
    ['line', 'M100 20v20'],
    ['body', oval(100, 100, 58, 60)],
    ['shade', 'M126 46c20 10 32 30 32 54s-14 46-34 55c14-34 14-76 2-109Z'],
    ['line', 'M52 72c30 8 66 8 96 0M43 100c36 9 78 9 114 0M52 128c30 8 66 8 96 0'],
    ['light', box(84, 36, 32, 10, 3)],
  ],
  basket: [
    ['line', 'M62 88c0-60 76-60 76 0'],
    ['body', 'M44 88h112l-12 62a12 12 0 0 1-12 10H68a12 12 0 0 1-12-10Z'],
    ['shade', 'M128 88h28l-12 62a12 12 0 0 1-12 10h-14Z'],
    ['light', box(38, 80, 124, 16, 8)],
    ['line', 'M50 114h100M54 134h92M76 98v58M100 98v60M124 98v58'],
  ],
  hook: [
    ['body', oval(100, 66, 30)],
    ['light', oval(100, 64, 22)],
    ['line', 'M100 66v56a22 22 0 0 0 44 0v-6'],
    ['shade', `${oval(100, 56, 3)}${oval(100, 76, 3)}`],
  ],
  mat: [
    ['body', 'M34 128l36-56h98l-26 56Z'],
    ['light', 'M50 122l26-42h78l-19 42Z'],
    ['shade', 'M34 128h108v10H34ZM142 128l26-56v10l-26 56Z'],
    ['line', 'M74 110h52M80 98h52'],
  ],
  shirt: [
    ['body', 'M76 44c8 12 40 12 48 0l38 20-14 36-18-8v70H70V92l-18 8-14-36Z'],
    ['shade', 'M124 44l38 20-14 36-18-8v70h-16c8-40 4-84 2-112Z'],
    ['line', 'M100 54v108'],
    ['light', `${oval(108, 82, 3.5)}${oval(108, 106, 3.5)}${oval(108, 130, 3.5)}`],
  ],
  dungarees: [
    ['line', 'M80 74 70 38M120 74l10-36'],
    ['body', 'M74 70h52v30c8 4 14 8 14 16v48h-32l-8-40-8 40H60v-48c0-8 6-12 14-16Z'],
    ['shade', 'M116 70h10v30c8 4 14 8 14 16v48h-18c2-40-2-62-6-94Z'],
    ['light', box(86, 82, 28, 22, 3)],
  ],
  socks: [
    ['shade', 'M104 40h36v62l24 24a16 16 0 0 1-24 22l-36-34Z'],
    ['body', 'M60 44h36v62l24 24a16 16 0 0 1-24 22l-36-34Z'],
    ['light', 'M60 44h36v16H60ZM104 40h36v16h-36Z'],
    ['pale', 'M60 70h36v6H60ZM60 84h36v6H60Z'],
  ],
  hat: [
    ['light', oval(100, 44, 15)],
    ['body', 'M48 128c0-46 18-76 52-76s52 30 52 76Z'],
    ['shade', 'M122 56c18 10 30 36 30 72h-26c4-26 2-52-4-72Z'],
    ['light', box(40, 120, 120, 32, 12)],
    ['line', 'M60 122v28M80 122v28M100 122v28M120 122v28M140 122v28'],
  ],
  mittens: [
    ['shade', 'M106 72a22 22 0 0 1 44 0v70h-44Z'],
    ['body', 'M46 72a24 24 0 0 1 48 0v22c10-10 26 2 18 14l-18 26v8H46Z'],
    ['light', `${box(42, 138, 56, 22, 6)}${box(102, 138, 52, 22, 6)}`],
  ],
  screw: [
    ['light', 'M112 44l44 44-12 10-42-42Z'],
    ['body', 'M110 66l24 24-80 74-10-10Z'],
    ['line', 'M100 76l22 26M86 92l20 22M72 108l18 20M60 124l14 16M124 52l24 24'],
  ],
  nail: [
    ['light', 'M120 40l40 40-8 8-40-40Z'],
    ['body', 'M128 62l10 10-90 92-8 0 0-8Z'],
    ['shade', 'M133 67l5 5-90 92-8 0Z'],
  ],
  washer: [
    ['body', oval(100, 102, 54)],
    ['shade', 'M140 64a54 54 0 0 1-40 92 66 66 0 0 0 40-92Z'],
    ['light', oval(100, 102, 32)],
    ['pale', oval(100, 102, 24)],
  ],
  hammer: [
    ['body', 'M92 78l16 0 6 78a10 10 0 0 1-28 0Z'],
    ['shade', 'M102 78h6l6 78a10 10 0 0 1-14 8Z'],
    ['light', 'M62 46h64c16 0 26 8 32 22-14-4-24-2-32 10H62Z'],
    ['shade', 'M48 42h18v40H48Z'],
  ],
  screwdriver: [
    ['light', 'M94 34h12v62H94Z'],
    ['shade', 'M90 28h20l-4 12H94Z'],
    ['body', 'M82 96h36v54a18 18 0 0 1-36 0Z'],
    ['shade', 'M106 96h12v54a18 18 0 0 1-14 17Z'],
    ['line', 'M92 108v40'],
  ],
  measure: [
    ['body', 'M44 76a30 30 0 0 1 30-30h28a36 36 0 0 1 36 36v62H44Z'],
    ['light', oval(92, 94, 28)],
    ['shade', oval(92, 94, 12)],
    ['pale', 'M100 144h76v16h-76Z'],
    ['line', 'M118 144v8M132 144v8M146 144v8M160 144v8'],
  ],
  twine: [
    ['body', box(52, 70, 96, 70, 24)],
    ['light', `${box(44, 56, 112, 18, 9)}${box(44, 138, 112, 18, 9)}`],
    ['line', 'M56 84l88 12M54 98l92 12M54 112l92 12M148 128c14 6 16 22 6 34'],
  ],
};

/** The first that fits a product's number decides. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [/^BOOK/, 'book'],
  [/^MAG-/, 'magazine'],
  [/^TEA-BAG/, 'teabag'],
  [/^TEA-TOWEL|TOWEL|BLANKET/, 'textile'],
  [/TEAPOT/, 'teapot'],
  [/MUG|CUP/, 'mug'],
  [/BOWL/, 'bowl'],
  [/PLATE/, 'plate'],
  [/CARAFE|OIL|PASSATA|GLUE|BOTTLE/, 'bottle'],
  [/^INK/, 'ink'],
  [/BOARD/, 'board'],
  [/KNIFE/, 'knife'],
  [/WHISK/, 'whisk'],
  [/JAR|HONEY|JAM/, 'jar'],
  [/TIN/, 'tin'],
  [/APRON/, 'apron'],
  [/CUSHION/, 'cushion'],
  [/NOTEBOOK|PLANNER/, 'notebook'],
  [/PENCIL-COLOUR/, 'pencils'],
  [/PENCIL/, 'pencil'],
  [/^PEN/, 'pen'],
  [/PAPER-CLIP/, 'clip'],
  [/ENVELOPE/, 'envelope'],
  [/LAMP/, 'lamp'],
  [/SANDPAPER|PAPER/, 'sheet'],
  [/TAPE/, 'roll'],
  [/SCISSORS/, 'scissors'],
  [/ERASER|SOAP|CUBE/, 'block'],
  [/-PIN/, 'pin'],
  [/BAND/, 'ring'],
  [/^TEA|OATS|MUESLI|WALNUT/, 'bag'],
  [/CANDLE/, 'candle'],
  [/VASE/, 'vase'],
  [/BASKET/, 'basket'],
  [/HOOK/, 'hook'],
  [/DOORMAT/, 'mat'],
  [/DUNGAREES/, 'dungarees'],
  [/SOCKS/, 'socks'],
  [/HAT/, 'hat'],
  [/MITTENS/, 'mittens'],
  [/BODY|CARDIGAN|COAT|SHIRT/, 'shirt'],
  [/SCREWDRIVER/, 'screwdriver'],
  [/SCREW/, 'screw'],
  [/NAIL/, 'nail'],
  [/WASHER/, 'washer'],
  [/HAMMER/, 'hammer'],
  [/MEASURE/, 'measure'],
  [/TWINE/, 'twine'],
];

export function hashOf(text: string): number {
  let hash = 2_166_136_261;
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) as number), 16_777_619) >>> 0;
  }
  return hash;
}

/** Nine tiles, each one of four shapes turned one of four ways. */
function pattern(sku: string): Shape[] {
  let rest = hashOf(sku);
  const next = (count: number): number => {
    const value = rest % count;
    rest = hashOf(`${rest}`);
    return value;
  };
  const tones: Tone[] = ['body', 'shade', 'light', 'pale'];
  return Array.from({ length: 9 }, (_, index): Shape => {
    const [x, y] = [40 + (index % 3) * 40, 44 + Math.floor(index / 3) * 40];
    const shapes = [
      box(x, y, 38, 38, 2),
      oval(x + 19, y + 19, 19),
      `M${x} ${y}h38v38Z`,
      `M${x} ${y + 38}a38 38 0 0 1 38-38v38Z`,
    ];
    return [tones[next(tones.length)] as Tone, shapes[next(shapes.length)] as string];
  });
}

export function shapesOf(sku: string): readonly Shape[] {
  const kind = kinds.find(([words]) => words.test(sku))?.[1];
  return (kind === undefined ? undefined : glyphs[kind]) ?? pattern(sku);
}

/** Words for colours and materials in a product's name: hue, share of saturation, and what is lighter. */
const colours: readonly (readonly [RegExp, hue: number, saturation: number, lift?: number])[] = [
  [/blue|navy|denim/i, 212, 1],
  [/\bred\b|strawberry|tomato/i, 8, 1.05],
  [/ochre|honey|beeswax|brass|camomile/i, 40, 1.2],
  [/white|\bpaper\b/i, 42, 0.4, 34],
  [/grey|steel|iron|tin\b/i, 205, 0.2],
  [/oak|beech|willow|coir|jute|wood|walnut/i, 30, 0.75],
  [/olive|peppermint|garden|vegetable/i, 92, 0.7],
  [/glass/i, 176, 0.6],
  [/clay/i, 18, 0.85],
];

export interface Colours {
  hue: number;
  saturation: number;
  /** How much lighter than others, in percent. */
  lift: number;
}

const HUES = [14, 36, 88, 150, 178, 204, 224, 268, 330];

export function coloursOf(sku: string, name: string): Colours {
  const named = colours.find(([words]) => words.test(name));
  if (named) return { hue: named[1], saturation: named[2], lift: named[3] ?? 0 };
  return { hue: HUES[hashOf(sku) % HUES.length] as number, saturation: 0.85, lift: 0 };
}
