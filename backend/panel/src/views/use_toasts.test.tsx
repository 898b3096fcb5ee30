// @vitest-environment jsdom
// A toast is judged by what is true, also where what was drawn before it is judged only now.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, test } from "vitest";
import { EMPTY_INBOX, type Inbox } from "../state/model";
import { type Outgoing, withDeed } from "../state/outgoing";
import { newRow } from "../state/rows";
import { ServerModel } from "../state/server_model";
import { useToasts } from "./use_toasts";

afterEach(() => {
  render(null, document.body);
});

type State = { readonly inbox: Inbox; readonly outgoing: Outgoing };

/** A page with one open conversation, its toasts, and what they are judged by. */
function page() {
  const server = new ServerModel(50);
  server.start("здравствуйте");
  const [conversation] = server.folder("all");
  if (!conversation) throw new Error("The model has lost its conversation");
  const held = () => new Map([[conversation.id, newRow(conversation, { sent: 0, now: 0 })]]);
  let state: State = { inbox: { ...EMPTY_INBOX, rows: held() }, outgoing: new Map() };
  let shown: ReturnType<typeof useToasts> | undefined;
  function Page({ drawn }: { drawn: State }) {
    shown = useToasts(() => state, drawn);
    return null;
  }
  const toasts = () => {
    if (!shown) throw new Error("The page is not shown");
    return shown;
  };
  /** What has come is drawn, and not looked at yet: that comes after the frame. */
  const become = (change: Partial<State>) => {
    state = { ...state, ...change };
  };
  const draw = () => render(<Page drawn={state} />, document.body);
  act(draw);
  return { id: conversation.id, held, toasts, become, draw, state: () => state };
}

const told = (conversationId: string, kind: "closed") =>
  ({ text: kind, conversationId, kind, offer: { word: "undo", steps: [], left: [] } }) as const;

test("a closing that follows at once on what was drawn is said for as long as it is on its way", () => {
  const { id, held, toasts, become, draw, state } = page();
  // The visitor's words are read: a row as new, and what looks at it waits for the frame
  become({ inbox: { ...state().inbox, rows: held() } });
  draw();
  become({
    outgoing: withDeed(new Map(), { type: "set_status", echo_id: "e", conversation_id: id, status: "closed" }),
  });
  toasts().add(told(id, "closed"));
  act(draw);
  expect(toasts().toasts.map(({ text }) => text)).toEqual(["closed"]);
});
