// An sRGB profile (ICC.1:2001-04, version 2.4): three primaries and one tone curve. An archived
// document must say what its colours mean (ISO 19005-3, 6.2.3).

const HEADER_BYTES = 128;
const CURVE_POINTS = 256;

type Tag = readonly [signature: string, data: Buffer];

/** Fixed-point numbers with 16 bits after the point. */
const fixed = (value: number): number => Math.round(value * 65_536);

/** The primaries of IEC 61966-2-1, adapted to the profile's white, D50. */
const RED = [0.43607, 0.22249, 0.01392];
const GREEN = [0.38515, 0.71687, 0.09708];
const BLUE = [0.14307, 0.06061, 0.7141];
const D50 = [0.9642, 1, 0.8249];

export function srgbProfile(): Buffer {
  const curve = toneCurve();
  return profileOf([
    ['desc', description('sRGB')],
    ['cprt', Buffer.from('text\0\0\0\0No copyright\0', 'latin1')],
    ['wtpt', xyz(D50)],
    ['rXYZ', xyz(RED)],
    ['gXYZ', xyz(GREEN)],
    ['bXYZ', xyz(BLUE)],
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ]);
}

function profileOf(tags: readonly Tag[]): Buffer {
  const table = Buffer.alloc(4 + 12 * tags.length);
  table.writeUInt32BE(tags.length, 0);
  const places = new Map<Buffer, number>();
  const blocks: Buffer[] = [];
  let end = HEADER_BYTES + table.length;
  for (const [index, [signature, data]] of tags.entries()) {
    const known = places.get(data);
    const place = known ?? end;
    table.write(signature, 4 + 12 * index, 'latin1');
    table.writeUInt32BE(place, 8 + 12 * index);
    table.writeUInt32BE(data.length, 12 + 12 * index);
    if (known !== undefined) continue;
    places.set(data, place);
    const padding = Buffer.alloc(-data.length & 3);
    blocks.push(data, padding);
    end += data.length + padding.length;
  }
  return Buffer.concat([header(end), table, ...blocks]);
}

function header(length: number): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES);
  bytes.writeUInt32BE(length, 0);
  bytes.writeUInt32BE(0x02400000, 8);
  bytes.write('mntrRGB XYZ ', 12, 'latin1');
  // A fixed date: the profile is the same in every document.
  for (const [index, part] of [2026, 1, 1].entries()) bytes.writeUInt16BE(part, 24 + 2 * index);
  bytes.write('acsp', 36, 'latin1');
  for (const [index, value] of D50.entries()) bytes.writeInt32BE(fixed(value), 68 + 4 * index);
  return bytes;
}

function xyz(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(20);
  bytes.write('XYZ ', 0, 'latin1');
  for (const [index, value] of values.entries()) bytes.writeInt32BE(fixed(value), 8 + 4 * index);
  return bytes;
}

/** Type `desc`: an ASCII text, then places for a Unicode and a Macintosh one, which stay empty. */
function description(text: string): Buffer {
  const bytes = Buffer.alloc(12 + text.length + 1 + 8 + 3 + 67);
  bytes.write('desc', 0, 'latin1');
  bytes.writeUInt32BE(text.length + 1, 8);
  bytes.write(text, 12, 'latin1');
  return bytes;
}

function toneCurve(): Buffer {
  const bytes = Buffer.alloc(12 + 2 * CURVE_POINTS);
  bytes.write('curv', 0, 'latin1');
  bytes.writeUInt32BE(CURVE_POINTS, 8);
  for (let point = 0; point < CURVE_POINTS; point += 1) {
    const linear = toLinear(point / (CURVE_POINTS - 1));
    bytes.writeUInt16BE(Math.round(linear * 65_535), 12 + 2 * point);
  }
  return bytes;
}

const toLinear = (value: number): number =>
  value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
