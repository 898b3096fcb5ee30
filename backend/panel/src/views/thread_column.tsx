// The pane in the middle: the conversation that is open, or what stands where none is.
import { useMemo } from "preact/hooks";
import type { Inbox, TypingLease } from "../state/model";
import { isActing, unsentOf } from "../state/outgoing";
import type { Desk } from "./actions/desk";
import { LazyFirstSteps } from "./first_steps/lazy_first_steps";
import { NoThread } from "./no_thread";
import { ThreadPane, type ThreadPaneProps } from "./thread_pane";
import type { Drafts } from "./use_drafts";
import type { Jump } from "./use_jump";
import type { MenuKeys } from "./use_menus";
import type { useOpenThread } from "./use_open_thread";

type Passed = "files" | "filesChange" | "input" | "onBack" | "onJump" | "otherOf";

const NOBODY: readonly TypingLease[] = [];

export interface ThreadColumnProps extends Pick<ThreadPaneProps, Passed> {
  readonly desk: Desk;
  readonly inbox: Inbox;
  readonly openId: string | null;
  readonly drafts: Drafts;
  readonly open: ReturnType<typeof useOpenThread>;
  /** In whatever conversation. */
  readonly jump: Jump | null;
  readonly menuKeys: MenuKeys;
}

export function ThreadColumn(props: ThreadColumnProps) {
  const { desk, inbox, openId, drafts, open, menuKeys, jump, ...passed } = props;
  const { conversation, rights, outgoing } = desk;
  const unsent = useMemo(() => unsentOf(outgoing, openId ?? ""), [outgoing, openId]);
  if (!conversation) {
    return (
      <NoThread inbox={inbox} openId={openId} onBack={props.onBack}>
        {rights.includes("manage_sites") && !desk.preferences.hidesFirstSteps && (
          <LazyFirstSteps onPutAway={() => desk.prefer({ hidesFirstSteps: true })} />
        )}
      </NoThread>
    );
  }
  return (
    <ThreadPane
      {...passed}
      session={inbox.session}
      connected={inbox.connected}
      leases={inbox.typing.get(conversation.id) ?? NOBODY}
      conversation={conversation}
      thread={desk.thread}
      canAnswer={desk.canAnswer}
      amending={desk.amending}
      toUnread={desk.toUnread}
      unsent={unsent}
      jump={jump?.conversationId === conversation.id ? jump : null}
      draft={drafts.draft}
      isActing={isActing(outgoing, conversation.id)}
      canLead={rights.includes("lead_conversations")}
      canReveal={rights.includes("reveal_contacts")}
      canMakeTags={rights.includes("manage_labels")}
      onCard={desk.showCard}
      onDraft={drafts.set}
      onFiles={drafts.noteFiles}
      onSend={open.send}
      onNote={open.note}
      onUnquote={() => drafts.quote(null)}
      onRetry={(echoId) => {
        desk.retry(conversation.id, echoId);
        props.input.current?.focus();
      }}
      onDiscard={(message) => {
        desk.discard(conversation.id, message);
        props.input.current?.focus();
      }}
      onAssign={desk.assign}
      onStatus={desk.setStatus}
      menuOpenedByKey={menuKeys.thread}
      handOverOpenedByKey={menuKeys.handOver}
      onStep={desk.step}
      onMerge={() => desk.openDialog("merge")}
      onUnread={desk.markUnread}
      onOlder={open.older}
      onNewer={open.newer}
      onSeek={open.seek}
      onNewest={open.toNewest}
      onSeen={open.seen}
    />
  );
}
