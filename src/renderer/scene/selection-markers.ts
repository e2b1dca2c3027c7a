import {
  DynamicDrawUsage,
  InstancedBufferAttribute,
  Mesh,
  type InstancedBufferGeometry,
  type ShaderMaterial,
} from 'three';
import type { PointCloud } from './point-cloud';
import { pointMaterial, type PointUniforms } from './point-material';
import { instancedQuad } from './quad';

/** What a marker is for; the shader draws each in its own manner. */
const role = { hovered: 0, primary: 1, second: 2 } as const;

const most = 3;

/** The hovered and the two selected points again: larger, ringed, before everything else. */
export class SelectionMarkers {
  readonly mesh: Mesh<InstancedBufferGeometry, ShaderMaterial>;
  private readonly origin = new InstancedBufferAttribute(new Float32Array(most * 3), 3);
  private readonly goal = new InstancedBufferAttribute(new Float32Array(most * 3), 3);
  private readonly look = new InstancedBufferAttribute(new Uint8Array(most * 4), 4, true);
  private readonly id = new InstancedBufferAttribute(new Float32Array(most), 1);

  constructor(uniforms: PointUniforms) {
    const geometry = instancedQuad();
    for (const attribute of [this.origin, this.goal, this.look, this.id]) {
      attribute.setUsage(DynamicDrawUsage);
    }
    geometry.setAttribute('origin', this.origin);
    geometry.setAttribute('goal', this.goal);
    geometry.setAttribute('look', this.look);
    geometry.setAttribute('pointId', this.id);
    this.mesh = new Mesh(
      geometry,
      pointMaterial(uniforms, { pictures: true, markers: true, multisampled: false }),
    );
    this.mesh.frustumCulled = false;
    this.mesh.renderOrder = 30;
  }

  /** Copies what the cloud says of the first two selected points and the hovered one, the hovered in front. */
  update(cloud: PointCloud, selection: readonly number[], hovered: number | null): void {
    const [primary, second] = selection;
    let shown = 0;
    if (second !== undefined) this.put(shown++, cloud, second, role.second);
    if (primary !== undefined) this.put(shown++, cloud, primary, role.primary);
    if (hovered !== null && hovered !== primary && hovered !== second) {
      this.put(shown++, cloud, hovered, role.hovered);
    }
    for (const attribute of [this.origin, this.goal, this.look, this.id]) attribute.needsUpdate = true;
    this.mesh.geometry.instanceCount = shown;
    this.mesh.visible = shown > 0;
  }

  dispose(): void {
    this.mesh.geometry.dispose();
    this.mesh.material.dispose();
  }

  private put(slot: number, cloud: PointCloud, index: number, as: number): void {
    const p = index * 3;
    this.origin.setXYZ(slot, cloud.from[p]!, cloud.from[p + 1]!, cloud.from[p + 2]!);
    this.goal.setXYZ(slot, cloud.to[p]!, cloud.to[p + 1]!, cloud.to[p + 2]!);
    this.look.array.set(cloud.look.subarray(index * 4, index * 4 + 3), slot * 4);
    this.look.array[slot * 4 + 3] = as;
    this.id.setX(slot, index);
  }
}
