/** Folders that systems, archives and tools put beside people's images; what lies in them are copies and previews. */
const SYSTEM = new Set([
  '@eadir',
  '@recycle',
  '@recently-snapshot',
  '#recycle',
  '#snapshot',
  '$recycle.bin',
  'recycler',
  'recycled',
  'system volume information',
  'lost+found',
  '__macosx',
  '__pycache__',
  'thumbs',
  'thumbnails',
  'lightroom previews.lrdata',
]);
/** What a repair of a Windows disk leaves. */
const FOUND = /^found\.\d{3}$/;

/** Whether a folder of this name is one of the system's, in whatever case. */
export function isSystemFolder(name: string): boolean {
  const lower = name.toLowerCase();
  return SYSTEM.has(lower) || FOUND.test(lower);
}
