import { isMacPlatform, shownKeys } from '../store/actions/keys';

/** The keys of an accelerator, each as a cap. */
export function Keys({ accelerator }: { accelerator: string }) {
  return (
    <span className="keys">
      {shownKeys(accelerator, isMacPlatform()).map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
    </span>
  );
}
