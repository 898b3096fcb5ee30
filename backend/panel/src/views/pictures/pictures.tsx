// The way from a picture of the thread to the large one, whose dialog is fetched when it is first wanted.
import { type ComponentChildren, createContext } from "preact";
import { useState } from "preact/hooks";
import type { Unsent } from "../../state/outgoing";
import type { Entry } from "../../state/rows";
import { LazyDialog } from "../lazy_dialog";

const load = () => import("./picture_dialog").then(({ PictureDialog }) => PictureDialog);

/** Shows the picture of this id large. */
export const PicturesContext = createContext<(fileId: string) => void>(() => undefined);

interface PicturesOfProps {
  /** What is held of the conversation: the arrows go through its pictures. */
  readonly entries: readonly Entry[];
  readonly unsent: readonly Unsent[];
  readonly children: ComponentChildren;
}

export function PicturesOf({ children, ...held }: PicturesOfProps) {
  const [fileId, setFileId] = useState<string | null>(null);
  return (
    <PicturesContext.Provider value={setFileId}>
      {children}
      {fileId !== null && <LazyDialog load={load} props={{ ...held, fileId, onClose: () => setFileId(null) }} />}
    </PicturesContext.Provider>
  );
}
