import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import { useEffect } from 'react';
import { dismiss } from '../store/notices';
import type { Notice, NoticeKind } from '../store/notice';
import { useAtelier, useAtelierState } from './atelier-context';
import { ExportProgress } from './export/export-progress';

const icons: Record<NoticeKind, typeof Info> = { info: Info, success: CircleCheck, error: CircleAlert };

/** Errors stay until they are dismissed; the rest goes by itself, once there was time to read it. */
const SHOWN_MS = 10_000;
const READING_MS_PER_LETTER = 70;

export function Notices() {
  const notices = useAtelierState((state) => state.notices);
  return (
    <div className="notices" role="region" aria-label="Notices" aria-live="polite">
      <ExportProgress />
      {notices.map((notice) => (
        <NoticeCard key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

function NoticeCard({ notice }: { notice: Notice }) {
  const { store } = useAtelier();
  const { id, kind, text, action } = notice;
  useEffect(() => {
    if (kind === 'error') return undefined;
    const timer = setTimeout(
      () => dismiss(store, id),
      Math.max(SHOWN_MS, text.length * READING_MS_PER_LETTER),
    );
    return () => clearTimeout(timer);
  }, [store, id, kind, text]);
  const Icon = icons[kind];
  return (
    <div
      className={`notice notice-${kind}`}
      data-testid="notice"
      data-kind={kind}
      role={kind === 'error' ? 'alert' : undefined}
    >
      <Icon aria-hidden="true" />
      <p>{text}</p>
      {action !== undefined && (
        <button
          type="button"
          className="button button-small notice-action"
          onClick={() => {
            dismiss(store, id);
            action.run();
          }}
        >
          {action.label}
        </button>
      )}
      <button type="button" className="icon-button" aria-label="Dismiss" onClick={() => dismiss(store, id)}>
        <X aria-hidden="true" />
      </button>
    </div>
  );
}
