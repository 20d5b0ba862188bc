const PATHS = {
  more: "M5 12h.01M12 12h.01M19 12h.01",
  close: "M6 6l12 12M18 6L6 18",
  clip: "M20 11.5l-8 8a5 5 0 0 1-7-7l8.5-8.5a3.3 3.3 0 0 1 4.7 4.7L9.7 17.2a1.7 1.7 0 0 1-2.4-2.4l7.5-7.5",
  send: "M4 12l16-7-5 16-3.5-6.5zM11.5 14.500L20 5",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  check: "M5 13l4.5 4.500L19 7",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  warning: "M12 4l9 16H3zM12 10v4M12 17h.01",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  pen: "M4 20l1-4L16 5l3 3L8 19z",
  star: "M12 3.500l2.6 5.6 6 .7-4.5 4.2 1.2 6L12 17l-5.3 3 1.2-6L3.4 9.800l6-.700z",
} as const;

/** A drawing beside a word; never read out. */
export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
