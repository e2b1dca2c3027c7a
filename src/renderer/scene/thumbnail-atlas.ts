import { DataArrayTexture, LinearFilter, NoColorSpace, RedFormat, RGBFormat, UnsignedByteType } from 'three';
import type { PointUniforms } from './point-material';
import type { Stage } from './stage';
import { thumbnailLayout, thumbnailPixels } from './thumbnail-layout';

export interface Thumbnails {
  n: number;
  side: number;
  channels: 1 | 3;
  /** `[n, side, side, channels]`; kept, not copied, when it fits as it is: do not write to it afterwards. */
  pixels: Uint8Array;
}

/** The texture that holds the thumbnails. */
export class ThumbnailAtlas {
  private texture: DataArrayTexture | null = null;

  constructor(
    private readonly stage: Stage,
    private readonly uniforms: PointUniforms,
  ) {}

  /** Takes new images and frees the former; returns how many have a thumbnail, and its side in pixels. */
  set(images: Thumbnails): { thumbnails: number; side: number } {
    this.clear();
    if (images.n === 0) return { thumbnails: 0, side: images.side };
    const layout = thumbnailLayout(images.n, images.side, images.channels, {
      maxSize: this.stage.limit('MAX_TEXTURE_SIZE', 2048),
      maxLayers: this.stage.limit('MAX_ARRAY_TEXTURE_LAYERS', 256),
    });
    const height = layout.perLayer * layout.side;
    const pixels = thumbnailPixels(images.pixels, images.side, images.channels, layout);
    const texture = new DataArrayTexture(pixels, layout.side, height, layout.layers);
    texture.format = images.channels === 1 ? RedFormat : RGBFormat;
    // three has no sized format of its own for three channels, and storage must be sized.
    if (images.channels === 3) texture.internalFormat = 'RGB8';
    texture.type = UnsignedByteType;
    texture.colorSpace = NoColorSpace;
    texture.minFilter = LinearFilter;
    texture.magFilter = LinearFilter;
    texture.unpackAlignment = 1;
    texture.needsUpdate = true;
    this.texture = texture;
    const { uniforms } = this;
    uniforms.atlas.value = texture;
    uniforms.grey.value = images.channels === 1;
    uniforms.thumbnails.value = layout.count;
    uniforms.perLayer.value = layout.perLayer;
    uniforms.thumbnailSide.value = layout.side;
    uniforms.stripHeight.value = height;
    return { thumbnails: layout.count, side: layout.side };
  }

  clear(): void {
    this.texture?.dispose();
    this.texture = null;
    this.uniforms.atlas.value = null;
    this.uniforms.thumbnails.value = 0;
  }
}
