// What keys and the palette work on: the page as it is, and what can be done there.
import type { Panel, PanelState } from "../live/panel";
import type { Conversation } from "../operator.gen";
import { isActing } from "../state/outgoing";
import type { Texts } from "../texts/ru";
import type { Desk } from "./actions/desk";
import { labelsOfSite } from "./inbox/labels";
import type { Steps } from "./inbox/steps_over";
import type { useLeading } from "./inbox/use_leading";
import type { Selection } from "./inbox/use_selection";
import type { Drafts } from "./use_drafts";
import type { Menus } from "./use_menus";
import type { useToasts } from "./use_toasts";
import type { WorkspaceProps } from "./workspace_props";

type Own =
  | "amending"
  | "views"
  | "wanted"
  | "toUnread"
  | "markUnread"
  | "move"
  | "showCard"
  | "openWanted"
  | "search"
  | "goBack"
  | "openFirstWaiting"
  | "openDialog"
  | "signOut";

export interface Page {
  readonly props: WorkspaceProps;
  readonly panel: Panel;
  readonly state: PanelState;
  /** The one that is open and known. */
  readonly conversation: Conversation | undefined;
  readonly leading: ReturnType<typeof useLeading>;
  readonly drafts: Drafts;
  readonly selection: Selection;
  readonly menus: Menus;
  readonly isSearching: boolean;
  /** The row under the cursor, else the one that is open. */
  readonly atCursor: string | null;
  readonly addToast: ReturnType<typeof useToasts>["add"];
  readonly texts: Texts;
  /** What the page does itself. */
  readonly own: Steps & Pick<Desk, Own>;
}

export function deskOf(page: Page): Desk {
  const { props, panel, state, conversation, leading, drafts, selection, menus, isSearching, texts, own } = page;
  const { signedIn, preferences, route, navigate } = props;
  const { rights } = signedIn;
  const { inbox, outgoing } = state;
  const { session } = inbox;
  const openId = route.conversationId;
  const me = signedIn.operator.id;
  const site = session?.sites.find(({ id }) => id === conversation?.site_id);
  const hasSelected = selection.ids.length > 0 && !isSearching;
  const tell = (text: string) => page.addToast({ text, conversationId: openId, kind: "failed", offer: null });
  return {
    ...own,
    isCovered: props.isCovered,
    folder: route.folder,
    conversation: conversation ?? null,
    isMine: conversation?.assignee?.id === me,
    hasDepartment: (session?.departmentIds.size ?? 0) > 0,
    canSelect: !isSearching,
    hasSelected,
    canAct:
      rights.includes("lead_conversations") &&
      conversation !== undefined &&
      inbox.connected &&
      !isActing(outgoing, conversation.id),
    canAnswer: rights.includes("answer_visitors"),
    isOnline: state.link === "online",
    isAway: session?.isAway ?? false,
    me,
    departments: site?.departments ?? [],
    colleagues: site?.colleagues ?? [],
    takesFiles: (site?.files ?? null) !== null,
    labels: conversation ? labelsOfSite(session, conversation.site_id) : [],
    thread: openId === null ? undefined : inbox.threads.get(openId),
    outgoing,
    lastDone: leading.lastDone(),
    preferences,
    rights,
    reply: () => drafts.writeAs(false),
    note: () => drafts.writeAs(true),
    offerReplies: drafts.offerReplies,
    handOver: () => menus.open("handOver"),
    undo: leading.undoLast,
    retry: (conversationId, echoId) => panel.retry(conversationId, echoId),
    discard: (conversationId, { echoId, body, files: [file] }) =>
      leading.drop(body || (file?.name ?? ""), conversationId, panel.discard(conversationId, echoId)),
    mergeInto: (intoId) => {
      own.step({ kind: "merge", intoId });
      navigate({ ...route, conversationId: intoId });
    },
    tell,
    sendToCrm: () => {
      if (openId === null) return;
      // Few press it: what it says is fetched then
      import("./crm/send_from_palette").then(
        ({ sendFromPalette }) => sendFromPalette(openId, texts, page.addToast),
        () => tell(texts.pages.notFetched),
      );
    },
    showActions: () => menus.open(hasSelected ? "bulk" : "thread"),
    showFilter: menus.openFilter,
    select: () => {
      if (page.atCursor !== null) selection.toggle(page.atCursor, false);
    },
    selectAll: selection.all,
    openFolder: (folder) => navigate({ folder, conversationId: openId }),
    openNothing: () => navigate({ ...route, conversationId: null }),
    prefer: (change) => props.onPreferences({ ...preferences, ...change }),
    setAway: (isAway) => panel.setAway(isAway),
    reconnect: () => panel.wake(),
  };
}
