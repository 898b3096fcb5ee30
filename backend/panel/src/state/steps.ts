// What is done to conversations, one or many: each step has its inverse, which is a step too.
import type { Conversation, OperatorCommand, Status } from "../operator.gen";

export type Step =
  | { readonly kind: "status"; readonly status: Status; readonly resultId: string | null }
  /** Without a department it stays in its. */
  | {
      readonly kind: "assign";
      readonly operatorId: string | null;
      readonly departmentId: string | null;
      /** For colleagues; visitors never see it. */
      readonly comment?: string;
    }
  | { readonly kind: "snooze"; readonly until: string | null }
  /** Closes it: it goes on in another one of the same person. */
  | { readonly kind: "merge"; readonly intoId: string }
  | { readonly kind: "tag"; readonly addIds: readonly string[]; readonly removeIds: readonly string[] };

/** A step for one conversation, and the version of it that the operator saw. */
export interface Aimed {
  readonly conversationId: string;
  readonly step: Step;
  readonly overSeq: number;
}

type Deed = Extract<
  OperatorCommand,
  { type: "set_status" | "assign_conversation" | "snooze_conversation" | "merge_conversations" | "tag_conversation" }
>;

export function aimedAt(conversation: Conversation, step: Step): Aimed {
  return { conversationId: conversation.id, step, overSeq: conversation.last_seq };
}

/**
 * What takes the step back, in this order, from how the conversation was before it; nothing where it changes nothing, or
 * can't be taken back. It names the same version: so it is refused where a colleague has acted meanwhile.
 */
export function undoing({ conversationId, step, overSeq }: Aimed, before: Conversation): readonly Aimed[] {
  return inverse(step, before).map((back) => ({ conversationId, step: back, overSeq }));
}

export function commandOfStep({ conversationId, step, overSeq }: Aimed, echo_id: string): Deed {
  const target = { echo_id, conversation_id: conversationId };
  switch (step.kind) {
    case "status":
      return { type: "set_status", ...target, status: step.status, result_id: step.resultId, over_seq: overSeq };
    case "assign": {
      const { comment } = step;
      const whom = { operator_id: step.operatorId, department_id: step.departmentId, ...(comment && { comment }) };
      return { type: "assign_conversation", ...target, ...whom, over_seq: overSeq };
    }
    case "snooze":
      return { type: "snooze_conversation", ...target, until: step.until, over_seq: overSeq };
    case "merge":
      return { type: "merge_conversations", ...target, into_id: step.intoId, over_seq: overSeq };
    case "tag":
      return { type: "tag_conversation", ...target, add_ids: [...step.addIds], remove_ids: [...step.removeIds] };
  }
}

function inverse(step: Step, before: Conversation): readonly Step[] {
  switch (step.kind) {
    case "status": {
      if (step.status === before.status) return [];
      const back: Step = { kind: "status", status: before.status, resultId: before.result_id ?? null };
      // Closing has ended the snooze too
      const until = before.snoozed_until ?? null;
      return until === null ? [back] : [back, { kind: "snooze", until }];
    }
    case "assign":
      return unassigning(step, before);
    case "snooze":
      return step.until === (before.snoozed_until ?? null)
        ? []
        : [{ kind: "snooze", until: before.snoozed_until ?? null }];
    case "merge":
      return [{ kind: "status", status: "open", resultId: null }];
    case "tag": {
      const held = before.tag_ids ?? [];
      const addIds = step.removeIds.filter((id) => held.includes(id));
      const removeIds = step.addIds.filter((id) => !held.includes(id));
      return addIds.length + removeIds.length === 0 ? [] : [{ kind: "tag", addIds, removeIds }];
    }
  }
}

/** A bot is given nothing back, and a first department can't be taken away again. */
function unassigning(step: Extract<Step, { kind: "assign" }>, { assignee, department }: Conversation): readonly Step[] {
  const operatorId = assignee?.id ?? null;
  // One that was not changed is not named: it may be offered to nobody any more
  const isMoved = step.departmentId !== null && step.departmentId !== department?.id;
  const departmentId = isMoved ? (department?.id ?? null) : null;
  const changesNothing = operatorId === step.operatorId && departmentId === null;
  return assignee?.bot || changesNothing ? [] : [{ kind: "assign", operatorId, departmentId }];
}
