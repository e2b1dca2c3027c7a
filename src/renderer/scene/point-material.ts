import { GLSL3, ShaderMaterial, Vector2, Vector3, type DataArrayTexture, type DataTexture } from 'three';
import { pointFragmentShader, pointVertexShader } from './point-shaders';
import { thumbnailRange } from './point-size';

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
  thumbnails: { value: number };
  perLayer: { value: number };
  thumbnailSide: { value: number };
  stripHeight: { value: number };
  atlas: { value: DataArrayTexture | null };
  grey: { value: boolean };
  fogRange: { value: Vector2 };
  fogStrength: { value: number };
  multisampled: { value: boolean };
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
    thumbnailRange: { value: new Vector2(...thumbnailRange) },
    markerThumbnail: { value: markerThumbnail },
    thumbnails: { value: 0 },
    perLayer: { value: 1 },
    thumbnailSide: { value: 1 },
    stripHeight: { value: 1 },
    atlas: { value: null },
    grey: { value: true },
    fogRange: { value: new Vector2(0, 1) },
    fogStrength: { value: 0 },
    multisampled: { value: true },
    background: { value: new Vector3() },
    ring: { value: new Vector3() },
    secondRing: { value: new Vector3() },
  };
}

/**
 * Round edges come from alpha to coverage: crisp whatever order the points are drawn in, with nothing to sort. The
 * markers lie on top of everything and are blended. Colours are sRGB from end to end.
 */
export function pointMaterial(uniforms: PointUniforms, markers: boolean): ShaderMaterial {
  return new ShaderMaterial({
    glslVersion: GLSL3,
    vertexShader: pointVertexShader,
    fragmentShader: pointFragmentShader,
    uniforms: { ...uniforms },
    defines: markers ? { MARKERS: 1 } : {},
    alphaToCoverage: !markers,
    transparent: markers,
    depthTest: !markers,
    depthWrite: !markers,
  });
}
