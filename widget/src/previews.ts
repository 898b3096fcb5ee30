// Small images of files in the thread: of what was chosen here, and of what was fetched for it.

/** An address for an `<img>`; null: there is none, so a link stands in its place. */
export type Preview = string | null;

export interface Previews {
  /** The preview of a file; undefined while it is fetched. */
  find(id: string): Preview | undefined;
  /** Fetches one, unless that has begun. */
  fetch(id: string): void;
  /** What is chosen here needs no fetching. */
  put(id: string, file: File): void;
  /** The page does not let it be shown, or it is no image after all. */
  giveUp(id: string): void;
}

/** Previews that live until `signal`. `load` gives the content of a file. */
export function createPreviews(
  load: (id: string) => Promise<Blob>,
  onChange: () => void,
  signal: AbortSignal,
): Previews {
  const previews = new Map<string, Preview>();
  const begun = new Set<string>();

  function put(id: string, content: Blob): void {
    previews.set(id, URL.createObjectURL(content));
    begun.add(id);
  }

  signal.addEventListener("abort", () => {
    for (const url of previews.values()) if (url) URL.revokeObjectURL(url);
  });
  return {
    find: (id) => previews.get(id),
    put,
    async fetch(id) {
      if (begun.has(id)) return;
      begun.add(id);
      try {
        const content = await load(id);
        if (signal.aborted) return;
        put(id, content);
      } catch {
        previews.set(id, null);
      }
      onChange();
    },
    giveUp(id) {
      previews.set(id, null);
      onChange();
    },
  };
}
