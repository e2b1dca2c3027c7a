import { FolderDown } from 'lucide-react';
import { useEffect, useState } from 'react';
import { dropFiles } from '../store/images/folder-preview';
import { useAtelier } from './atelier-context';

/** Takes what is dropped anywhere on the window: folders, images, a run. */
export function DropZone() {
  const atelier = useAtelier();
  const [dragging, setDragging] = useState(false);
  useEffect(() => {
    // Moving from one element to the next leaves the one after the other is entered: count both.
    let depth = 0;
    const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const enter = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      depth += 1;
      setDragging(true);
    };
    const over = (event: DragEvent) => {
      event.preventDefault();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = carriesFiles(event) ? 'copy' : 'none';
    };
    const leave = () => {
      depth = Math.max(0, depth - 1);
      if (depth === 0) setDragging(false);
    };
    const drop = (event: DragEvent) => {
      event.preventDefault();
      depth = 0;
      setDragging(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 0) void dropFiles(atelier, files);
    };
    window.addEventListener('dragenter', enter);
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragenter', enter);
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, [atelier]);
  if (!dragging) return null;
  return (
    <div className="drop-overlay" data-testid="drop-overlay">
      <div className="drop-card">
        <FolderDown aria-hidden="true" />
        <strong>Drop folders or images</strong>
        <span>Subfolders become classes, and so do several folders. Nothing is done before you say so.</span>
      </div>
    </div>
  );
}
