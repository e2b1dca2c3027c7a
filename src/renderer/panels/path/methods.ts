import type { PathMethod } from '../../../contract/space';

export const methodNames: Record<PathMethod, string> = {
  lerp: 'Straight',
  slerp: 'Spherical',
  graph: 'Along the data',
};

export const methodHints: Record<PathMethod, string> = {
  lerp: 'The straight line in latent space (lerp)',
  slerp: 'Along the sphere, so that no frame comes too near the origin (slerp)',
  graph: 'From neighbour to neighbour, where there are images',
};
