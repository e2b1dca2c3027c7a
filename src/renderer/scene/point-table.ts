import {
  BufferAttribute,
  BufferGeometry,
  DataTexture,
  FloatType,
  NearestFilter,
  RGBAFormat,
  RGBFormat,
  UnsignedByteType,
} from 'three';

/** Points in a row of the textures that hold them. */
export const tableWidth = 1024;

/** Cells of a table that has room for `n` points. */
function cells(n: number): number {
  return tableWidth * Math.max(1, Math.ceil(n / tableWidth));
}

/** A texture of positions, `[cells, 3]`; its memory is `image.data`. */
export function positionTable(n: number): { data: Float32Array; texture: DataTexture } {
  const data = new Float32Array(cells(n) * 3);
  const texture = table(data, n);
  texture.format = RGBFormat;
  texture.type = FloatType;
  texture.internalFormat = 'RGB32F';
  return { data, texture };
}

/** A texture of colours and states, `[cells, 4]`. */
export function lookTable(n: number): { data: Uint8Array; texture: DataTexture } {
  const data = new Uint8Array(cells(n) * 4);
  const texture = table(data, n);
  texture.format = RGBAFormat;
  texture.type = UnsignedByteType;
  return { data, texture };
}

function table(data: Float32Array | Uint8Array, n: number): DataTexture {
  const texture = new DataTexture(data, tableWidth, cells(n) / tableWidth);
  texture.minFilter = NearestFilter;
  texture.magFilter = NearestFilter;
  texture.unpackAlignment = 1;
  texture.needsUpdate = true;
  return texture;
}

/** Every so many points are drawn first, so that the beginning of the geometry is a sample of them all. */
const sampleStride = 32;

/**
 * Two triangles for each of `n` points, over vertices that carry nothing: the shader reads the tables by the vertex's
 * number. Instances would be simpler, but a frame of tiny ones took three times as long where the processor draws.
 * With `sampled` the first part of it, however short, is spread over all points.
 */
export function quads(n: number, sampled: boolean): BufferGeometry {
  const index = new Uint32Array(n * 6);
  const stride = sampled ? sampleStride : 1;
  let at = 0;
  for (let pass = 0; pass < stride; pass++) at = putQuads(index, at, (pass * 5) % stride, n, stride);
  const geometry = new BufferGeometry();
  geometry.setIndex(new BufferAttribute(index, 1));
  return geometry;
}

/** Writes the triangles of every `stride`th point; returns where the next ones go. */
function putQuads(index: Uint32Array, start: number, first: number, n: number, stride: number): number {
  let at = start;
  for (let i = first; i < n; i += stride) {
    const v = i * 4;
    index[at++] = v;
    index[at++] = v + 1;
    index[at++] = v + 2;
    index[at++] = v + 2;
    index[at++] = v + 1;
    index[at++] = v + 3;
  }
  return at;
}
