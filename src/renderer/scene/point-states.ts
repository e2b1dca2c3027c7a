/** Bits of a point's state; it travels to the shader in the alpha byte of its colour. */
export const dimmedBit = 1;
export const selectedBit = 2;
/** Not among those that are looked at: behind the others, but still to be hovered and chosen. */
export const fadedBit = 4;
