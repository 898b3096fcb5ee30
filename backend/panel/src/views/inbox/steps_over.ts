// What is done with conversations: with the open one, or with all that are selected.
import type { RefObject } from "preact";
import type { Panel } from "../../live/panel";
import type { Conversation, Status } from "../../operator.gen";
import { aimedAt, type Step } from "../../state/steps";
import type { useLeading } from "./use_leading";
import type { Selection } from "./use_selection";

export interface Steps {
  /** With the open one, unless another is named: whoever waits for an answer names theirs. */
  readonly step: (one: Step, of?: Conversation) => void;
  readonly setStatus: (status: Status) => void;
  readonly assign: (toMe: boolean) => void;
  readonly stepAll: (one: Step) => void;
  readonly read: () => void;
  readonly readAll: () => void;
}

export interface StepsOver {
  readonly panel: Panel;
  readonly leading: ReturnType<typeof useLeading>;
  readonly me: string;
  readonly open: Conversation | undefined;
  readonly listed: readonly Conversation[];
  readonly selection: Selection;
  readonly composer: RefObject<HTMLTextAreaElement | null>;
}

export function stepsOver({ panel, leading, me, open, listed, selection, composer }: StepsOver): Steps {
  const step = (one: Step, of = open) => {
    if (of) leading.leadOne(aimedAt(of, one));
  };
  /** A mark of one's own goes too where nothing is left to be read. */
  const read = ({ id, last_seq }: Conversation) => {
    panel.markSeen(id, last_seq);
    if (panel.state.inbox.marks.has(id)) panel.markUnread(id, false);
  };
  return {
    step,
    setStatus: (status) => step({ kind: "status", status, resultId: null }),
    /** Who takes a conversation is about to answer, and the button or the row that was pressed may be gone in a moment. */
    assign: (toMe) => {
      if (!open) return;
      step({ kind: "assign", operatorId: toMe ? me : null, departmentId: null });
      if (toMe) composer.current?.focus();
    },
    /** Only where there is something to be done: what is closed is neither closed nor snoozed. */
    stepAll: (one) => {
      const isForOpen = one.kind === "snooze" || (one.kind === "status" && one.status === "closed");
      const rows = listed.filter(({ id, status }) => selection.has(id) && !(isForOpen && status === "closed"));
      leading.leadMany(rows.map((row) => aimedAt(row, one)));
    },
    read: () => {
      if (open) read(open);
    },
    readAll: () => {
      for (const row of listed) if (selection.has(row.id)) read(row);
      selection.clear();
    },
  };
}
