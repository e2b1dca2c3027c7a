import { GLSL3, ShaderMaterial, Vector2, Vector3, type DataArrayTexture, type DataTexture } from 'three';
import { pointFragmentShader, pointVertexShader } from './point-shaders';

/** CSS pixels of a selected point's thumbnail when the camera is far. */
export const markerThumbnail = 40;

/** Uniforms that the points and the markers share; the scene writes them before a frame is drawn. */
export interface PointUniforms {
  /** The points themselves (`point-table.ts`). */
  origins: { value: DataTexture | null };
  goals: { value: DataTexture | null };
  looks: { value: DataTexture | null };
  mixing: { value: number };
  sizeScale: { value: number };
  minSize: { value: number };
  maxSize: { value: number };
  pixelRatio: { value: number };
  viewport: { value: Vector2 };
  thumbnailRange: { value: Vector2 };
  markerThumbnail: { value: number };
  opacity: { value: number };
  thumbnails: { value: number };
  perLayer: { value: number };
  thumbnailSide: { value: number };
  stripHeight: { value: number };
  atlas: { value: DataArrayTexture | null };
  grey: { value: boolean };
  fogRange: { value: Vector2 };
  fogStrength: { value: number };
  background: { value: Vector3 };
  ring: { value: Vector3 };
  secondRing: { value: Vector3 };
}

export function pointUniforms(): PointUniforms {
  return {
    origins: { value: null },
    goals: { value: null },
    looks: { value: null },
    mixing: { value: 1 },
    sizeScale: { value: 1 },
    minSize: { value: 1 },
    maxSize: { value: 1 },
    pixelRatio: { value: 1 },
    viewport: { value: new Vector2(1, 1) },
    thumbnailRange: { value: new Vector2() },
    markerThumbnail: { value: markerThumbnail },
    opacity: { value: 1 },
    thumbnails: { value: 0 },
    perLayer: { value: 1 },
    thumbnailSide: { value: 1 },
    stripHeight: { value: 1 },
    atlas: { value: null },
    grey: { value: true },
    fogRange: { value: new Vector2(0, 1) },
    fogStrength: { value: 0 },
    background: { value: new Vector3() },
    ring: { value: new Vector3() },
    secondRing: { value: new Vector3() },
  };
}

export interface PointLook {
  pictures: boolean;
  /** On top of everything. */
  markers: boolean;
  /** The canvas has several samples a pixel. */
  multisampled: boolean;
}

/**
 * Round edges come from alpha to coverage: crisp whatever order the points are drawn in, with nothing to sort. Without
 * samples to cover, edges are blended with what is there already; what comes later behind them leaves a thin outline.
 * Colours are sRGB from end to end.
 */
export function pointMaterial(uniforms: PointUniforms, look: PointLook): ShaderMaterial {
  const { pictures, markers, multisampled } = look;
  return new ShaderMaterial({
    glslVersion: GLSL3,
    vertexShader: pointVertexShader,
    fragmentShader: pointFragmentShader,
    uniforms: { ...uniforms },
    defines: { ...(markers && { MARKERS: 1 }), ...(pictures && { PICTURES: 1 }) },
    alphaToCoverage: multisampled,
    transparent: !multisampled,
    depthTest: !markers,
    depthWrite: !markers,
  });
}

/** Points that let others show through hide nothing and are not sampled by coverage, which knows few shades. */
export function setBlended(material: ShaderMaterial, blended: boolean, multisampled: boolean): void {
  if (material.depthWrite !== blended) return;
  material.depthWrite = !blended;
  material.alphaToCoverage = multisampled && !blended;
  material.transparent = !multisampled || blended;
  material.needsUpdate = true;
}

/** Whether pictures have so many pixels that one sample a pixel of the screen would flicker. */
export function setSupersampled(material: ShaderMaterial, supersampled: boolean): void {
  if ('SUPERSAMPLED' in material.defines === supersampled) return;
  if (supersampled) material.defines['SUPERSAMPLED'] = 1;
  else delete material.defines['SUPERSAMPLED'];
  material.needsUpdate = true;
}
