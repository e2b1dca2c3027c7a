/** Points in a leaf, and nodes in a node of the next level. */
const leafSize = 16;
const fanOut = 8;
/** Bits of a Morton code for each axis. */
const bits = 10;

/** What a view shows around a place: four half spaces and how wide they are apart. */
export interface Beam {
  /** Projection times view, column by column (16). */
  matrix: ArrayLike<number>;
  /** Half the view's size, in CSS pixels. */
  halfWidth: number;
  halfHeight: number;
  /** The place, in CSS pixels from the top left. */
  x: number;
  y: number;
  /** CSS pixels from the place within which a point at this depth, or one further off, still matters. */
  reach(depth: number): number;
}

/** Nodes of one level: centre and radius of a ball around all points beneath, `[count, 4]`. */
type Level = Float32Array;

/**
 * Points in the order of a space-filling curve (Morton 1966), in runs of 16, and balls around eight of those, eight of
 * these, and so on. It is made once for points at rest and serves every camera: what lies near a place of the screen is
 * found by leaving out all balls that a beam through that place does not meet.
 */
export class SpatialIndex {
  private found: Uint32Array = new Uint32Array(1024);
  private count = 0;

  /** @param levels from the leaves up */
  private constructor(
    private readonly order: Uint32Array,
    private readonly levels: readonly Level[],
  ) {}

  /** @param places `[n, 3]` in the scene; those that are not finite are nowhere and never found */
  static of(places: Float32Array, n: number): SpatialIndex {
    const making = SpatialIndex.making(places, n);
    for (;;) {
      const { done, value } = making.next();
      if (done === true) return value;
    }
  }

  /** As `of`, with a pause wherever something else may be done first. `places` must stay as they are. */
  static *making(places: Float32Array, n: number): Generator<undefined, SpatialIndex, undefined> {
    const order = yield* mortonOrder(places, n);
    const levels = [leavesOf(places, order)];
    yield;
    for (let level = levels[0]!; level.length > 4; level = levels.at(-1)!) levels.push(parentsOf(level));
    return new SpatialIndex(order, levels);
  }

  /** The points that may matter to a beam; valid until the next call. */
  near(beam: Beam): Uint32Array {
    this.count = 0;
    if (this.order.length > 0) this.descend(beam, this.levels.length - 1, 0);
    return this.found.subarray(0, this.count);
  }

  private descend(beam: Beam, height: number, node: number): void {
    const level = this.levels[height]!;
    if (!meets(beam, level, node * 4)) return;
    if (height === 0) {
      this.take(node * leafSize, Math.min(this.order.length, (node + 1) * leafSize));
      return;
    }
    const last = Math.min(this.levels[height - 1]!.length / 4, (node + 1) * fanOut);
    for (let child = node * fanOut; child < last; child++) this.descend(beam, height - 1, child);
  }

  private take(from: number, to: number): void {
    if (this.count + to - from > this.found.length) {
      const larger = new Uint32Array(this.found.length * 2);
      larger.set(this.found);
      this.found = larger;
    }
    for (let at = from; at < to; at++) this.found[this.count++] = this.order[at]!;
  }
}

/** Whether a ball reaches into the beam: on the inner side of each of its four planes, or nearer than its radius. */
function meets(beam: Beam, level: Level, at: number): boolean {
  const { matrix: m, halfWidth, halfHeight } = beam;
  const [cx, cy, cz, radius] = [level[at]!, level[at + 1]!, level[at + 2]!, level[at + 3]!];
  const depth = m[3]! * cx + m[7]! * cy + m[11]! * cz + m[15]!;
  if (depth + radius <= 0) return false;
  const reach = beam.reach(Math.max(depth - radius, 0));
  // A point is left of the right plane when screenX <= x + reach, that is clipX * halfWidth <= (x + reach - halfWidth) * w.
  const right = beam.x + reach - halfWidth;
  const left = beam.x - reach - halfWidth;
  const below = halfHeight - beam.y - reach;
  const above = halfHeight - beam.y + reach;
  return (
    within(m, 0, halfWidth, right, 1, cx, cy, cz, radius) &&
    within(m, 0, halfWidth, left, -1, cx, cy, cz, radius) &&
    within(m, 1, halfHeight, above, 1, cx, cy, cz, radius) &&
    within(m, 1, halfHeight, below, -1, cx, cy, cz, radius)
  );
}

/** Whether a ball is not wholly beyond the plane `side * (row * half - border * w) = 0`. */
function within(
  m: ArrayLike<number>,
  row: 0 | 1,
  half: number,
  border: number,
  side: 1 | -1,
  x: number,
  y: number,
  z: number,
  radius: number,
): boolean {
  const a = side * (m[row]! * half - m[3]! * border);
  const b = side * (m[row + 4]! * half - m[7]! * border);
  const c = side * (m[row + 8]! * half - m[11]! * border);
  const d = side * (m[row + 12]! * half - m[15]! * border);
  const away = a * x + b * y + c * z + d;
  return away <= 0 || away * away <= radius * radius * (a * a + b * b + c * c);
}

/** The finite points of `[n, 3]`, near ones near each other. */
function* mortonOrder(places: Float32Array, n: number): Generator<undefined, Uint32Array, undefined> {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  let finite = 0;
  const rows = new Uint32Array(n);
  for (let i = 0; i < n; i++) {
    const p = i * 3;
    if (!Number.isFinite(places[p]! + places[p + 1]! + places[p + 2]!)) continue;
    rows[finite++] = i;
    for (let c = 0; c < 3; c++) {
      const value = places[p + c]!;
      if (value < low[c]!) low[c] = value;
      if (value > high[c]!) high[c] = value;
    }
  }
  yield;
  const most = (1 << bits) - 1;
  const scale = low.map((from, c) => (high[c]! > from ? most / (high[c]! - from) : 0));
  const codes = new Uint32Array(finite);
  for (let at = 0; at < finite; at++) {
    const p = rows[at]! * 3;
    codes[at] =
      spread((places[p]! - low[0]!) * scale[0]!) |
      (spread((places[p + 1]! - low[1]!) * scale[1]!) << 1) |
      (spread((places[p + 2]! - low[2]!) * scale[2]!) << 2);
  }
  yield;
  return yield* sorted(codes, rows.subarray(0, finite));
}

/** The ten bits of a number with two empty ones before each. */
function spread(value: number): number {
  let v = value & 0x3ff;
  v = (v | (v << 16)) & 0x030000ff;
  v = (v | (v << 8)) & 0x0300f00f;
  v = (v | (v << 4)) & 0x030c30c3;
  return (v | (v << 2)) & 0x09249249;
}

/** `rows` by their codes: a radix sort of three passes over ten bits each. */
function* sorted(codes: Uint32Array, rows: Uint32Array): Generator<undefined, Uint32Array, undefined> {
  const n = codes.length;
  let [fromCodes, fromRows] = [codes, rows];
  let [toCodes, toRows]: [Uint32Array, Uint32Array] = [new Uint32Array(n), new Uint32Array(n)];
  for (let shift = 0; shift < 3 * bits; shift += bits) {
    const starts = new Uint32Array((1 << bits) + 1);
    for (let i = 0; i < n; i++) starts[((fromCodes[i]! >>> shift) & 0x3ff) + 1]!++;
    for (let digit = 1; digit < starts.length; digit++) starts[digit]! += starts[digit - 1]!;
    for (let i = 0; i < n; i++) {
      const to = starts[(fromCodes[i]! >>> shift) & 0x3ff]!++;
      toCodes[to] = fromCodes[i]!;
      toRows[to] = fromRows[i]!;
    }
    [fromCodes, toCodes] = [toCodes, fromCodes];
    [fromRows, toRows] = [toRows, fromRows];
    yield;
  }
  return fromRows;
}

function leavesOf(places: Float32Array, order: Uint32Array): Level {
  const count = Math.ceil(order.length / leafSize);
  const level = new Float32Array(count * 4);
  for (let leaf = 0; leaf < count; leaf++) {
    const last = Math.min(order.length, (leaf + 1) * leafSize);
    let [x0, y0, z0, x1, y1, z1] = [Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity];
    for (let at = leaf * leafSize; at < last; at++) {
      const p = order[at]! * 3;
      const [x, y, z] = [places[p]!, places[p + 1]!, places[p + 2]!];
      x0 = Math.min(x0, x);
      y0 = Math.min(y0, y);
      z0 = Math.min(z0, z);
      x1 = Math.max(x1, x);
      y1 = Math.max(y1, y);
      z1 = Math.max(z1, z);
    }
    putBall(level, leaf, x0, y0, z0, x1, y1, z1);
  }
  return level;
}

function parentsOf(children: Level): Level {
  const nodes = children.length / 4;
  const count = Math.ceil(nodes / fanOut);
  const level = new Float32Array(count * 4);
  for (let parent = 0; parent < count; parent++) {
    const last = Math.min(nodes, (parent + 1) * fanOut);
    let [x0, y0, z0, x1, y1, z1] = [Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity];
    for (let child = parent * fanOut; child < last; child++) {
      const at = child * 4;
      const [x, y, z, r] = [children[at]!, children[at + 1]!, children[at + 2]!, children[at + 3]!];
      x0 = Math.min(x0, x - r);
      y0 = Math.min(y0, y - r);
      z0 = Math.min(z0, z - r);
      x1 = Math.max(x1, x + r);
      y1 = Math.max(y1, y + r);
      z1 = Math.max(z1, z + r);
    }
    putBall(level, parent, x0, y0, z0, x1, y1, z1);
  }
  return level;
}

/** The ball around a box, a little larger, for it is kept in single precision. */
function putBall(
  level: Level,
  node: number,
  x0: number,
  y0: number,
  z0: number,
  x1: number,
  y1: number,
  z1: number,
): void {
  level[node * 4] = (x0 + x1) / 2;
  level[node * 4 + 1] = (y0 + y1) / 2;
  level[node * 4 + 2] = (z0 + z1) / 2;
  level[node * 4 + 3] = (Math.hypot(x1 - x0, y1 - y0, z1 - z0) / 2) * 1.0001 + 1e-6;
}
