/** The app's mark: points of a map, and a path through them. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 48 48" aria-hidden="true">
      <path className="mark-path" d="M9 35 C 15 12, 30 40, 39 12" fill="none" />
      <circle className="mark-a" cx="9" cy="35" r="5" />
      <circle className="mark-b" cx="39" cy="12" r="5" />
      <circle className="mark-c" cx="17" cy="12" r="3.2" />
      <circle className="mark-d" cx="33" cy="36" r="3.2" />
      <circle className="mark-e" cx="26" cy="9" r="2.2" />
      <circle className="mark-c" cx="22" cy="38" r="2.2" />
    </svg>
  );
}
