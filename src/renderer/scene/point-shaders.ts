import { tableWidth } from './point-table';
import {
  markerDisc,
  markerGrowth,
  nearFade,
  pictureGrowth,
  receded,
  slowFrom,
  slowPower,
} from './point-size';

/**
 * Each point is a quad, its corner and number told by the vertex number alone, that grows from a disc into a thumbnail with a frame of its own colour (with `PICTURES`;
 * without, the cheaper disc alone). With `MARKERS` defined
 * the same quads are the few points that stand out (hovered, selected), larger, with a ring, in front of all others.
 *
 * Sizes are in device pixels. `look` is the sRGB colour and, in its fourth byte, the state (`point-states.ts`) or the
 * marker's role. Depth of dimmed and faded points is moved behind, of selected ones before, everything else.
 */
export const pointVertexShader = /* glsl */ `
#ifdef MARKERS
in vec3 origin;
in vec3 goal;
in vec4 look;
in float pointId;
#else
uniform sampler2D origins;
uniform sampler2D goals;
uniform sampler2D looks;
#endif

uniform float mixing;
uniform float sizeScale;
uniform float minSize;
uniform float maxSize;
uniform float pixelRatio;
uniform vec2 viewport;
uniform vec2 thumbnailRange;
uniform float markerThumbnail;
uniform float opacity;
uniform int thumbnails;
uniform int perLayer;
uniform vec2 fogRange;
uniform float fogStrength;
uniform vec3 background;

out vec2 place;
flat out float halfSize;
flat out float relief;
flat out float clearness;
flat out vec3 colour;
flat out int state;
#ifdef PICTURES
flat out float corner;
flat out float pictured;
flat out float fog;
flat out ivec2 slot;
#endif

void main() {
#ifdef MARKERS
  int id = int(pointId);
  vec2 edge = position.xy;
#else
  int id = gl_VertexID >> 2;
  vec2 edge = vec2(gl_VertexID & 1, (gl_VertexID >> 1) & 1) * 2.0 - 1.0;
  ivec2 cell = ivec2(id % ${tableWidth}, id / ${tableWidth});
  vec3 origin = texelFetch(origins, cell, 0).xyz;
  vec3 goal = texelFetch(goals, cell, 0).xyz;
  vec4 look = texelFetch(looks, cell, 0);
#endif
  vec4 inView = modelViewMatrix * vec4(mix(origin, goal, mixing), 1.0);
  float depth = -inView.z;
  gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
  if (!(depth > 0.0)) return;

  float slowFrom = ${slowFrom.toFixed(1)} * pixelRatio;
  float size = sizeScale / depth;
  if (size > slowFrom) size = slowFrom * pow(size / slowFrom, ${slowPower.toFixed(2)});
  size = clamp(size, minSize, maxSize);
  float room = 0.5;
  bool ringed = false;
  state = int(look.a * 255.0 + 0.5);
#ifdef MARKERS
  bool hasThumbnail = id < thumbnails;
  if (state == 0) {
    size = max(size * 1.3, 13.0 * pixelRatio);
  } else {
    size = max(size * ${markerGrowth.toFixed(2)}, (hasThumbnail ? markerThumbnail : ${markerDisc.toFixed(1)}) * pixelRatio);
  }
  room = 8.0 * pixelRatio;
  bool receded = false;
#else
  bool hasThumbnail = id < thumbnails;
  bool faded = (state & 4) != 0;
  bool receded = faded || (state & 1) != 0;
  ringed = (state & 2) != 0;
  size *= clamp(2.0 * depth / ${nearFade.toFixed(3)} - 1.0, 0.0, 1.0);
  if (receded) size = min(size * ${receded.share.toFixed(2)}, ${receded.max.toFixed(1)} * pixelRatio);
  if (ringed) { size = max(size, 6.0 * pixelRatio); room = 4.0 * pixelRatio; }
  if (size <= 0.0) return;
#endif

#ifdef PICTURES
  pictured = hasThumbnail && !receded
    ? smoothstep(thumbnailRange.x, thumbnailRange.y, size / pixelRatio) : 0.0;
  size *= 1.0 + ${(pictureGrowth - 1).toFixed(2)} * pictured;
  corner = 0.5 * size * mix(1.0, 0.2, pictured);
  slot = ivec2(id % max(perLayer, 1), id / max(perLayer, 1));
#else
  float fog;
#endif
  halfSize = 0.5 * size;
#ifdef MARKERS
  fog = 0.0;
#else
  fog = fogStrength * smoothstep(fogRange.x, fogRange.y, depth);
  if (receded) fog = max(fog, faded ? 0.74 : 0.84);
#endif
  colour = mix(look.rgb, background, fog);
  // Of the smallest points little more than the colour can be seen.
  relief = (1.0 - fog) * clamp(halfSize / (3.0 * pixelRatio), 0.35, 1.0);
#ifdef MARKERS
  clearness = 1.0;
#else
  // Dimmed and faded points are clearer still: nothing else keeps them behind the others then.
  clearness = ringed ? 1.0 : opacity * (receded && opacity < 1.0 ? 0.25 : 1.0);
#endif

  float reach = halfSize + room;
  place = edge * reach;
  gl_Position = projectionMatrix * inView;
  gl_Position.xy += place * 2.0 / viewport * gl_Position.w;
  float order = gl_Position.z / gl_Position.w;
  if (receded) gl_Position.z = (0.9998 + 0.0001 * order) * gl_Position.w;
  else if (ringed) gl_Position.z = (-0.9998 + 0.0001 * order) * gl_Position.w;
}
`;

export const pointFragmentShader = /* glsl */ `
precision highp sampler2DArray;

in vec2 place;
flat in float halfSize;
flat in float relief;
flat in float clearness;
flat in vec3 colour;
flat in int state;
#ifdef PICTURES
flat in float corner;
flat in float pictured;
flat in float fog;
flat in ivec2 slot;
#endif

uniform sampler2DArray atlas;
uniform bool grey;
uniform float thumbnailSide;
uniform float stripHeight;
uniform float pixelRatio;
uniform vec3 background;
uniform vec3 ring;
uniform vec3 secondRing;

out vec4 fragment;

// Distance in pixels to a square with round corners, negative inside (Quilez).
float boxDistance(vec2 p, float h, float r) {
  vec2 q = abs(p) - h + r;
  return min(max(q.x, q.y), 0.0) + length(max(q, 0.0)) - r;
}

float covers(float d) {
  return clamp(0.5 - d, 0.0, 1.0);
}

#ifdef PICTURES
vec3 texel(vec2 at) {
  vec2 pixel = clamp(at * thumbnailSide, 0.5, thumbnailSide - 0.5);
  vec2 uv = vec2(pixel.x / thumbnailSide, (float(slot.x) * thumbnailSide + pixel.y) / stripHeight);
  vec3 value = textureLod(atlas, vec3(uv, float(slot.y)), 0.0).rgb;
  return grey ? value.rrr : value;
}

vec3 picture(float inner) {
  vec2 at = vec2(place.x, -place.y) / (2.0 * inner) + 0.5;
#ifdef SUPERSAMPLED
  // Four samples a pixel of the screen: there are no smaller levels of the texture to choose from.
  vec2 step = vec2(0.25, -0.25) / (2.0 * inner);
  return 0.25 * (texel(at + step.xx) + texel(at + step.yy) + texel(at + step.xy) + texel(at + step.yx));
#else
  return texel(at);
#endif
}
#endif

// A ball lit from above left, a little darker where it turns away: that keeps neighbours apart where points crowd. Its
// colour is, on the whole, the one of the legend.
vec3 sphere() {
  vec2 p = place / halfSize;
  float facing = sqrt(max(1.0 - dot(p, p), 0.0));
  vec3 normal = vec3(p, facing);
  float lit = max(dot(normal, vec3(-0.40, 0.58, 0.71)), 0.0);
  float turned = 1.0 - facing;
  float shade = 0.70 + 0.42 * lit - 0.22 * turned * turned;
  float glint = max(dot(normal, vec3(-0.22, 0.31, 0.925)) - 0.9, 0.0) * 10.0;
  return mix(colour, clamp(colour * shade + 0.28 * glint * glint, 0.0, 1.0), relief);
}

void main() {
#ifdef PICTURES
  float d = boxDistance(place, halfSize, corner);
#else
  float d = length(place) - halfSize;
#endif
  float alpha = covers(d);

  vec3 shown = sphere();
#ifdef PICTURES
  if (pictured > 0.0) {
    float frame = max(1.5 * pixelRatio, 0.06 * halfSize);
    float inner = halfSize - frame;
    float inside = covers(boxDistance(place, inner, max(corner - frame, 0.0)));
    vec3 thumbnail = inside > 0.0 ? mix(colour, mix(picture(inner), background, fog), inside) : colour;
    shown = mix(shown, thumbnail, pictured);
  }
#endif

#ifdef MARKERS
  float gap = (state == 0 ? 1.0 : 2.0) * pixelRatio;
  float width = (state == 0 ? 1.5 : 2.5) * pixelRatio;
  float edge = gap + width;
  vec3 ringColour = state == 2 ? secondRing : ring;
  float ringed = covers(d - edge) * (1.0 - covers(d - gap));
  shown = mix(mix(background, ringColour, ringed), shown, alpha);
  float casing = 1.5 * pixelRatio;
  alpha = covers(d - edge - casing);
#else
  if ((state & 2) != 0) {
    float edge = 1.25 * pixelRatio;
    shown = mix(ring, shown, covers(d));
    shown = mix(background, shown, covers(d - edge));
    alpha = covers(d - edge - 0.75 * pixelRatio);
  }
#endif

  if (alpha < 0.1) discard;
  fragment = vec4(shown, alpha * clearness);
}
`;
