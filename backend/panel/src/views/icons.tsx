// The few drawn signs of the panel. Each stands beside a word or carries a tooltip, so all are hidden from readers.

const PATHS = {
  search: "M7 12.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11ZM11 11l3.5 3.5",
  clear: "M4 4l8 8M12 4l-8 8",
  back: "M9.5 3 4.5 8l5 5",
  down: "M8 3v10M3.5 8.5 8 13l4.5-4.5",
  person: "M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2.5 14c.6-2.6 2.7-4 5.5-4s4.9 1.4 5.5 4",
  chevron: "M4.5 6.5 8 10l3.5-3.5",
  external: "M6 3H3v10h10v-3M9 3h4v4M13 3 7.5 8.5",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  attach:
    "M13.5 7.5 7.8 13.2a3.3 3.3 0 0 1-4.7-4.7l5.9-5.9a2.2 2.2 0 0 1 3.1 3.1L6.3 11.5a1.1 1.1 0 0 1-1.6-1.6l5.4-5.3",
  file: "M4 1.5h5.5L12.5 4.5v10h-8.5ZM9.5 1.5v3h3",
  again: "M12.8 8a4.8 4.8 0 1 1-1.4-3.4M11.5 1.8v3H8.5",
  filter: "M2 3.5h12M4.5 8h7M6.5 12.5h3",
  late: "M8 1.8 15 14H1ZM8 6v4M8 12h.01",
  soon: "M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM8 4.5V8l2.5 2",
  smile: "M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM5.2 9.5c1.1 1.7 4.5 1.7 5.6 0M6 6h.01M10 6h.01",
  check: "M3 8.5 6.5 12 13 4.5",
} as const;

export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}

/** The sign of the house: one speech bubble beside another. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path class="mark__far" d="M14 9h12a4 4 0 0 1 4 4v8a4 4 0 0 1-4 4v5l-6-5h-6a4 4 0 0 1-4-4v-8a4 4 0 0 1 4-4Z" />
      <path class="mark__near" d="M6 2h12a4 4 0 0 1 4 4v8a4 4 0 0 1-4 4h-6l-6 5v-5a4 4 0 0 1-4-4V6a4 4 0 0 1 4-4Z" />
    </svg>
  );
}
