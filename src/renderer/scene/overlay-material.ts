import { DoubleSide, GLSL3, ShaderMaterial, type IUniform, type Vector2, type Vector3 } from 'three';

/** Uniforms that everything drawn over the points shares. */
export interface OverlayUniforms {
  viewport: { value: Vector2 };
  pixelRatio: { value: number };
  background: { value: Vector3 };
}

/**
 * A blended material in sRGB. With `through` it shows through whatever stands before it; what belongs among the points
 * is drawn twice, once faintly through everything and once in full where nothing hides it.
 */
export function overlayMaterial(
  shaders: { vertexShader: string; fragmentShader: string },
  uniforms: Record<string, IUniform>,
  through: boolean,
): ShaderMaterial {
  return new ShaderMaterial({
    glslVersion: GLSL3,
    ...shaders,
    uniforms,
    transparent: true,
    depthTest: !through,
    depthWrite: false,
    side: DoubleSide,
  });
}
