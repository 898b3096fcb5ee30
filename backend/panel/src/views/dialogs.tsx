// The dialogs over the panel, one at a time. The larger ones are fetched when they are first opened.
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import type { SignedIn } from "../live/session_requests";
import type { Speaker } from "../live/speaker";
import type { Conversation } from "../operator.gen";
import type { Preferences } from "../preferences";
import type { Desk, DialogName } from "./actions/desk";
import type { AlertsDialogProps } from "./alerts/alerts_dialog";
import { LazyDialog } from "./lazy_dialog";
import type { PaletteProps } from "./palette/palette";

export interface DialogsProps {
  readonly open: DialogName | null;
  readonly desk: Desk;
  readonly signedIn: SignedIn;
  readonly conversations: () => readonly Conversation[];
  readonly preferences: Preferences;
  readonly onPreferences: (preferences: Preferences) => void;
  readonly speaker: Speaker;
  /** The dialog of this name was closed; another may be open by now. */
  readonly onClose: (name: DialogName) => void;
}

const PALETTE_AFTER_MS = 3_000;

const loadPalette = (): Promise<ComponentType<PaletteProps>> =>
  import("./palette/palette").then(({ Palette }) => Palette);
const loadAlerts = (): Promise<ComponentType<AlertsDialogProps>> =>
  import("./alerts/alerts_dialog").then(({ AlertsDialog }) => AlertsDialog);

const loadHelp = () => import("./help").then(({ Help }) => Help);
const loadMerge = () => import("./inbox/merge_dialog").then(({ MergeDialog }) => MergeDialog);
const loadFace = () => import("./face/own_face").then(({ OwnFace }) => OwnFace);
const loadSecurity = () => import("./security/security").then(({ Security }) => Security);

export function Dialogs(props: DialogsProps) {
  // A few kB once nothing else is to be done: who calls the palette writes on at once
  useEffect(() => {
    const timer = setTimeout(() => void loadPalette().catch(() => undefined), PALETTE_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  const { open, desk, signedIn, preferences, onPreferences, speaker } = props;
  const onClose = () => open !== null && props.onClose(open);
  switch (open) {
    case null:
      return null;
    case "palette":
      return (
        <LazyDialog
          key={open}
          load={loadPalette}
          props={{ desk, signedIn, conversations: props.conversations(), onClose, typed: "" }}
        />
      );
    case "alerts":
      return (
        <LazyDialog
          key={open}
          load={loadAlerts}
          props={{ preferences, onPreferences, hasDepartment: desk.hasDepartment, speaker, onClose }}
        />
      );
    case "help":
      return <LazyDialog key={open} load={loadHelp} props={{ preferences, onPreferences, onClose }} />;
    case "merge":
      return (
        desk.conversation && (
          <LazyDialog
            key={open}
            load={loadMerge}
            props={{ conversation: desk.conversation, me: signedIn.operator.id, onMerge: desk.mergeInto, onClose }}
          />
        )
      );
    case "face":
      return <LazyDialog key={open} load={loadFace} props={{ id: signedIn.operator.id, onClose }} />;
    case "security":
      return <LazyDialog key={open} load={loadSecurity} props={{ onClose }} />;
  }
}
