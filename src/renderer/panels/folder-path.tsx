/** A folder's path. Where a line has no room for all of it, its last part, the name, has one of its own. */
export function FolderPath({ path }: { path: string }) {
  const end = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  return (
    <span className="folder-path" title={path}>
      <span>{path.slice(0, end + 1)}</span>
      <span>{path.slice(end + 1)}</span>
    </span>
  );
}
