// Conversations for tests of what is led: what is sent and said of them is written down, and nothing is done to them by itself.
import { render } from "preact";
import { act } from "preact/test-utils";
import type { Panel } from "../../live/panel";
import type { Conversation } from "../../operator.gen";
import type { Doubt } from "../../state/model";
import { newRow } from "../../state/rows";
import { ME, ServerModel } from "../../state/server_model";
import { type Aimed, commandOfStep } from "../../state/steps";
import type { Thread } from "../../state/threads";
import type { Offer, Toast } from "../../state/toasts";
import { ru } from "../../texts/ru";
import { useLeading } from "./use_leading";

/** Conversations, what was sent of them, what was said, and the hook's deeds. */
export function desk(count: number, canLead = true) {
  const server = new ServerModel(500);
  for (let number = 0; number < count; number++) server.start("здравствуйте");
  const rows = new Map(server.folder("all").map((row) => [row.id, newRow(row, { sent: 0, now: 0 })]));
  const sent: { echoId: string; aimed: Aimed }[] = [];
  const said: Omit<Toast, "id">[] = [];
  const withdrawn: Offer[] = [];
  const clock = { nowMs: 0 };
  const inbox = {
    rows,
    session: { me: ME },
    connected: true,
    doubts: new Map<string, Doubt>(),
    threads: new Map<string, Thread>(),
  };
  const lead = (aimed: Aimed): string => {
    const echoId = `echo-${sent.length}`;
    sent.push({ echoId, aimed });
    return echoId;
  };
  const panel = {
    lead,
    state: { inbox },
    clock: { nowMs: () => clock.nowMs },
  } as unknown as Panel;
  let leading: ReturnType<typeof useLeading> | undefined;
  function Desk() {
    leading = useLeading(
      () => panel,
      ru,
      {
        add: (toast) => said.push(toast),
        withdraw: (offer) => withdrawn.push(offer),
      },
      canLead,
    );
    return null;
  }
  act(() => render(<Desk />, document.body));
  const now = () => {
    if (!leading) throw new Error("The desk is not shown");
    return leading;
  };
  const all = () => [...rows.values()].map(({ conversation }) => conversation);
  const refuse = (index: number, code: string) => {
    const one = sent[index];
    if (one) act(() => now().giveUp(commandOfStep(one.aimed, one.echoId), code));
  };
  const settle = (index: number) => act(() => now().settle(sent[index]?.echoId ?? ""));
  const become = (id: string, change: Partial<Conversation>) => {
    const row = rows.get(id);
    if (row) rows.set(id, { ...row, conversation: { ...row.conversation, ...change } });
  };
  const link = (connected: boolean) => {
    inbox.connected = connected;
  };
  return { now, all, sent, said, withdrawn, clock, refuse, settle, become, link };
}
