import { Mesh, type BufferGeometry, type DataTexture, type ShaderMaterial } from 'three';
import { Indexing } from './indexing';
import { neutral } from './palette';
import { pointMaterial, setBlended, setSupersampled, type PointUniforms } from './point-material';
import { drawnSize, nearFade, type PointSizing } from './point-size';
import { dimmedBit, fadedBit, selectedBit } from './point-states';
import { lookTable, positionTable, quads } from './point-table';
import type { SpatialIndex } from './spatial-index';

/** How long points take to new places, in milliseconds. */
const moveDuration = 400;

/** From so many points on they jump to new places: to move them would take both places to the graphics card. */
const mostMoving = 250_000;

/** From so many points on a part of them may be drawn while the view moves. */
const sampledFrom = 50_000;

/** All points in one draw call: where they come from, where they go, their colour and state. */
export class PointCloud {
  n = 0;
  /** Positions in the scene, `[n, 3]` and some room, at the beginning and at the end of a movement. */
  from: Float32Array = new Float32Array(0);
  to: Float32Array = new Float32Array(0);
  /** Colour and state, `[n, 4]` and some room. */
  look: Uint8Array = new Uint8Array(0);
  readonly mesh: Mesh<BufferGeometry, ShaderMaterial>;
  private readonly discs: ShaderMaterial;
  private readonly pictures: ShaderMaterial;
  /** Of a ball around the scene's centre that holds all points. */
  private radius = 1;
  private began: number | null = null;
  private readonly indexing = new Indexing();
  private ringed = false;

  constructor(
    private readonly uniforms: PointUniforms,
    private readonly multisampled: boolean,
  ) {
    this.discs = pointMaterial(uniforms, { pictures: false, markers: false, multisampled });
    this.pictures = pointMaterial(uniforms, { pictures: true, markers: false, multisampled });
    this.mesh = new Mesh(quads(0, false), this.discs);
    this.mesh.frustumCulled = false;
  }

  /** How far a movement is, 0 to 1. */
  get mixing(): number {
    return this.uniforms.mixing.value;
  }

  /** Where points at rest are, for picking; null while they move, and until it is made for very many of them. */
  get spatialIndex(): SpatialIndex | null {
    return this.mixing < 1 ? null : this.indexing.of(this.to, this.n);
  }

  /** Whether a part of the points can stand for all of them. */
  get sampled(): boolean {
    return this.n > sampledFrom;
  }

  /** Draws this share of the points, 0 to 1: a sample spread over all of them. */
  setShare(share: number): void {
    const drawn = share >= 1 ? Infinity : Math.ceil(this.n * share) * 6;
    this.mesh.geometry.setDrawRange(0, drawn);
  }

  /** Goes on with a movement; false when there is none. `now` is milliseconds of the frame clock. */
  advance(now: number): boolean {
    if (this.mixing >= 1) return false;
    this.began ??= now;
    const t = Math.min(1, (now - this.began) / moveDuration);
    // Fast first and slow at the end: updates that come one upon another make one movement.
    this.uniforms.mixing.value = 1 - (1 - t) ** 3;
    if (t === 1) this.radius = radiusOf(this.to);
    return true;
  }

  /** Chooses the cheaper shader when no point can be large enough for a picture, seen from this far off the centre. */
  adapt(distance: number, sizing: PointSizing): void {
    const nearest = Math.max(distance - this.radius, nearFade);
    const far = this.uniforms.thumbnails.value === 0 || drawnSize(sizing, nearest) <= sizing.pictured[0];
    this.mesh.material = far ? this.discs : this.pictures;
    setSupersampled(this.pictures, this.uniforms.thumbnailSide.value > 32);
  }

  /** Of all points, 0 to 1. Clear ones are blended with what was drawn before, without regard to depth among them. */
  setOpacity(opacity: number): void {
    this.uniforms.opacity.value = opacity;
    for (const material of [this.discs, this.pictures]) setBlended(material, opacity < 1, this.multisampled);
  }

  /** New points at `positions` `[n, 3]` in the neutral colour. The former ones are gone. */
  replace(positions: Float32Array, n: number): void {
    this.free();
    this.ringed = false;
    const [origins, goals, looks] = [positionTable(n), positionTable(n), lookTable(n)];
    this.uniforms.origins.value = origins.texture;
    this.uniforms.goals.value = goals.texture;
    this.uniforms.looks.value = looks.texture;
    this.uniforms.mixing.value = 1;
    this.n = n;
    this.from = origins.data;
    this.to = goals.data;
    this.look = looks.data;
    this.from.set(positions);
    this.to.set(positions);
    this.radius = radiusOf(positions);
    const grey = new Float32Array(n * 3);
    for (let i = 0; i < n * 3; i++) grey[i] = neutral[i % 3]!;
    this.setColors(grey);
    this.mesh.geometry = quads(n, n > sampledFrom);
    this.indexing.forget();
    this.ringed = false;
    this.mesh.visible = n > 0;
  }

  /** The same points at other places; they move there from where they are seen now, or are there at once. */
  move(positions: Float32Array, animated: boolean): void {
    const t = this.mixing;
    const { from, to } = this;
    const animate = animated && this.n <= mostMoving;
    this.indexing.forget();
    if (animate) {
      for (let i = 0; i < this.n * 3; i++) from[i] = from[i]! + (to[i]! - from[i]!) * t;
      touch(this.uniforms.origins.value);
    }
    to.set(positions);
    this.radius = Math.max(animate ? this.radius : 0, radiusOf(positions));
    this.uniforms.mixing.value = animate ? 0 : 1;
    this.began = null;
    touch(this.uniforms.goals.value);
  }

  /** @param rgb `[n, 3]` sRGB, 0 to 1 */
  setColors(rgb: Float32Array): void {
    for (let i = 0; i < this.n; i++) {
      this.look[i * 4] = rgb[i * 3]! * 255 + 0.5;
      this.look[i * 4 + 1] = rgb[i * 3 + 1]! * 255 + 0.5;
      this.look[i * 4 + 2] = rgb[i * 3 + 2]! * 255 + 0.5;
    }
    touch(this.uniforms.looks.value);
  }

  /** @param mask `[n]`, 1 for dimmed */
  setDimmed(mask: Uint8Array): void {
    this.setBit(dimmedBit, mask);
  }

  /** @param mask `[n]`, 1 for faded; null for none */
  setFaded(mask: Uint8Array | null): void {
    this.setBit(fadedBit, mask);
  }

  /** Rings these points and no others; false when there were none and are none. */
  setSelected(indices: readonly number[]): boolean {
    if (indices.length === 0 && !this.ringed) return false;
    this.ringed = indices.length > 0;
    for (let at = 3; at < this.look.length; at += 4) this.look[at] = this.look[at]! & ~selectedBit;
    for (const index of indices) {
      const at = index * 4 + 3;
      if (at < this.look.length) this.look[at] = this.look[at]! | selectedBit;
    }
    touch(this.uniforms.looks.value);
    return true;
  }

  /** Where point `index` is seen now, in the scene. */
  placeOf(index: number): [number, number, number] {
    const t = this.mixing;
    const at = (c: number) => {
      const start = this.from[index * 3 + c]!;
      return t >= 1 ? this.to[index * 3 + c]! : start + (this.to[index * 3 + c]! - start) * t;
    };
    return [at(0), at(1), at(2)];
  }

  private setBit(bit: number, mask: Uint8Array | null): void {
    for (let i = 0; i < this.n; i++) {
      const at = i * 4 + 3;
      const on = mask !== null && mask[i] !== 0;
      this.look[at] = on ? this.look[at]! | bit : this.look[at]! & ~bit;
    }
    touch(this.uniforms.looks.value);
  }

  dispose(): void {
    this.indexing.forget();
    this.free();
    this.discs.dispose();
    this.pictures.dispose();
  }

  private free(): void {
    this.mesh.geometry.dispose();
    for (const table of [this.uniforms.origins, this.uniforms.goals, this.uniforms.looks]) {
      table.value?.dispose();
      table.value = null;
    }
  }
}

function touch(texture: DataTexture | null): void {
  if (texture !== null) texture.needsUpdate = true;
}

function radiusOf(positions: Float32Array): number {
  let most = 0;
  for (let p = 0; p + 2 < positions.length; p += 3) {
    const square = positions[p]! ** 2 + positions[p + 1]! ** 2 + positions[p + 2]! ** 2;
    if (square > most) most = square;
  }
  return Math.sqrt(most);
}
