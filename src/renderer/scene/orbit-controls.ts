import { MOUSE, TOUCH, type PerspectiveCamera } from 'three';
import { OrbitControls } from 'three/addons/controls/OrbitControls.js';

/** Turn, move and zoom by pointer and touch, within these distances from what is turned around. */
export function orbitControls(
  camera: PerspectiveCamera,
  canvas: HTMLCanvasElement,
  [nearest, furthest]: readonly [number, number],
): OrbitControls {
  return Object.assign(new OrbitControls(camera, canvas), {
    enableDamping: true,
    dampingFactor: 0.14,
    rotateSpeed: 0.9,
    zoomToCursor: true,
    minDistance: nearest,
    maxDistance: furthest,
  });
}

/** A flat map is moved by what turns others. */
export function setFlat(controls: OrbitControls, flat: boolean): void {
  controls.enableRotate = !flat;
  controls.mouseButtons = {
    LEFT: flat ? MOUSE.PAN : MOUSE.ROTATE,
    MIDDLE: MOUSE.DOLLY,
    RIGHT: MOUSE.PAN,
  };
  controls.touches = {
    ONE: flat ? TOUCH.PAN : TOUCH.ROTATE,
    TWO: flat ? TOUCH.DOLLY_PAN : TOUCH.DOLLY_ROTATE,
  };
}
