import sharp from 'sharp';

// Each loader is a way in for a hostile file, and SVG's reads files beside it: only these four formats stay open.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadWebpBuffer',
    'VipsForeignLoadNsgifBuffer',
  ],
});
// The pool runs one process for each core; a cache would only hold files that never come again.
sharp.concurrency(1);
sharp.cache(false);

export { default as vips } from 'sharp';
