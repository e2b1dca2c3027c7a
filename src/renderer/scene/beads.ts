import {
  InstancedBufferAttribute,
  Mesh,
  type InstancedBufferGeometry,
  type ShaderMaterial,
  Vector3,
} from 'three';
import { overlayMaterial, type OverlayUniforms } from './overlay-material';
import { beadFragmentShader, beadVertexShader } from './path-shaders';
import { instancedQuad } from './quad';

export interface BeadLook {
  /** Open in the middle, with a ring around. */
  haloed: boolean;
  /** Shown through what stands before it. */
  through: boolean;
  opacity: number;
  renderOrder: number;
}

/** Round marks of a size that does not change with the distance. */
export class Beads {
  readonly mesh: Mesh<InstancedBufferGeometry, ShaderMaterial>;
  readonly colour = new Vector3();

  constructor(shared: OverlayUniforms, look: BeadLook) {
    const uniforms = {
      ...shared,
      colour: { value: this.colour },
      haloed: { value: look.haloed },
      opacity: { value: look.opacity },
    };
    const shaders = { vertexShader: beadVertexShader, fragmentShader: beadFragmentShader };
    this.mesh = new Mesh(instancedQuad(), overlayMaterial(shaders, uniforms, look.through));
    this.mesh.frustumCulled = false;
    this.mesh.renderOrder = look.renderOrder;
    this.mesh.visible = false;
  }

  /** @param centres `[count, 3]` in the scene; @param size diameter in CSS pixels, of all of them */
  set(centres: Float32Array, size: number): void {
    const count = Math.floor(centres.length / 3);
    this.mesh.geometry.dispose();
    const geometry = instancedQuad();
    geometry.setAttribute('centre', new InstancedBufferAttribute(centres, 3));
    geometry.setAttribute('size', new InstancedBufferAttribute(new Float32Array(count).fill(size), 1));
    geometry.instanceCount = count;
    this.mesh.geometry = geometry;
    this.mesh.visible = count > 0;
  }

  dispose(): void {
    this.mesh.geometry.dispose();
    this.mesh.material.dispose();
  }
}
