// A desk on which everything that may be offered is.
import type { Label } from "../../operator.gen";
import { withDeed } from "../../state/outgoing";
import type { Desk } from "../actions/desk";
import { deskOf } from "../actions/test_desk";

const label = (id: string, kind: Label["kind"], name: string): Label => ({
  id,
  kind,
  name,
  colour: "grey",
  is_archived: false,
});

const view = (id: string, name: string) => ({ id, name, filter: { is_unanswered: true }, unanswered_min: 10 }) as const;

const UNSENT = { type: "send_message", echo_id: "e1", conversation_id: "a", body: "Не ушло" } as const;

export const FULL_DESK: Partial<Desk> = {
  colleagues: [
    { id: "o1", name: "Ирина Ковалёва" },
    { id: "o2", name: "Пётр" },
  ],
  departments: [{ id: "d1", name: "Склад" }],
  labels: [label("t1", "tag", "VIP"), label("t2", "tag", "Возврат"), label("r1", "result", "Продажа")],
  views: { ...deskOf().desk.views, views: [view("v1", "Долгие"), view("v2", "Свежие")] },
  wanted: { filter: { scores: [1] }, unansweredMin: null },
  outgoing: new Map(
    [...withDeed(new Map(), UNSENT)].map(([id, outbox]) => [
      id,
      outbox.map((message) => ({ ...message, state: "failed" as const, code: "rate_limited" })),
    ]),
  ),
  hasSelected: true,
  hasDepartment: true,
  lastDone: { what: "Закрыто: Ольга", canBeUndone: true },
  rights: [
    "read_conversations",
    "answer_visitors",
    "lead_conversations",
    "edit_cards",
    "ban_visitors",
    "see_visitors",
    "manage_sites",
    "manage_labels",
    "reveal_contacts",
    "link_people",
  ],
};
