/**
 * A band of even width on the screen along a curve, shaded as a tube is. Each place of the curve is two vertices, one on either side;
 * `ahead` and `behind` are its neighbours, which give the direction. Sizes are in device pixels.
 */
export const tubeVertexShader = /* glsl */ `
in vec3 behind;
in vec3 ahead;
in float side;
in float along;

uniform vec2 viewport;
uniform float reach;

out float across;
out float frameAt;
flat out vec2 facing;

vec2 onScreen(vec4 clip) {
  return clip.xy / max(clip.w, 0.001) * viewport * 0.5;
}

void main() {
  mat4 toClip = projectionMatrix * modelViewMatrix;
  vec4 here = toClip * vec4(position, 1.0);
  vec2 direction = onScreen(toClip * vec4(ahead, 1.0)) - onScreen(toClip * vec4(behind, 1.0));
  float span = length(direction);
  vec2 normal = span > 0.0001 ? vec2(-direction.y, direction.x) / span : vec2(0.0, 1.0);
  across = side * reach;
  facing = normal;
  frameAt = along;
  gl_Position = here;
  gl_Position.xy += normal * across * 2.0 / viewport * here.w;
}
`;

export const tubeFragmentShader = /* glsl */ `
in float across;
in float frameAt;
flat in vec2 facing;

uniform float halfWidth;
uniform float casing;
uniform float opacity;
uniform float current;
uniform vec3 colour;
uniform vec3 background;

out vec4 fragment;

void main() {
  float d = abs(across);
  float core = clamp(halfWidth - d + 0.5, 0.0, 1.0);
  float whole = clamp(halfWidth + casing - d + 0.5, 0.0, 1.0);
  // What is still to come is a little fainter than what has been walked.
  vec3 line = mix(colour, background, 0.42 * smoothstep(current - 0.02, current + 0.02, frameAt));
  // Lit from above left; the sides turn away.
  float turned = clamp(across / halfWidth, -1.0, 1.0);
  float lit = 0.74 + 0.26 * sqrt(1.0 - turned * turned) + 0.22 * turned * dot(facing, vec2(-0.45, 0.89));
  line = clamp(line * lit, 0.0, 1.0);
  fragment = vec4(mix(background, line, core), opacity * mix(0.85 * whole, 1.0, core));
  if (fragment.a < 0.01) discard;
}
`;

/** Beads are round; each instance brings its size in CSS pixels. */
export const beadVertexShader = /* glsl */ `
in vec3 centre;
in float size;

uniform vec2 viewport;
uniform float pixelRatio;

out vec2 place;
flat out float halfSize;

void main() {
  halfSize = 0.5 * size * pixelRatio;
  place = position.xy * (halfSize + 8.0 * pixelRatio);
  gl_Position = projectionMatrix * modelViewMatrix * vec4(centre, 1.0);
  gl_Position.xy += place * 2.0 / viewport * gl_Position.w;
}
`;

export const beadFragmentShader = /* glsl */ `
in vec2 place;
flat in float halfSize;

uniform float pixelRatio;
uniform float opacity;
uniform bool haloed;
uniform vec3 colour;
uniform vec3 background;

out vec4 fragment;

void main() {
  float d = length(place) - halfSize;
  float casing = (haloed ? 2.5 : 0.5) * pixelRatio;
  float body = clamp(0.5 - d, 0.0, 1.0);
  float whole = clamp(0.5 - d + casing, 0.0, 1.0);
  float alpha = whole;
  vec3 shown = mix(background, colour, body);
  if (haloed) {
    // The middle stays open and a thin ring stands around: a target, not another dot.
    float hole = clamp(0.5 - d - halfSize * 0.5, 0.0, 1.0);
    shown = mix(shown, background, hole);
    float ring = clamp(1.25 * pixelRatio - abs(d - 4.5 * pixelRatio) + 0.5, 0.0, 1.0);
    shown = mix(shown, colour, ring);
    alpha = max(alpha, ring);
  }
  fragment = vec4(shown, alpha * opacity);
  if (fragment.a < 0.01) discard;
}
`;
