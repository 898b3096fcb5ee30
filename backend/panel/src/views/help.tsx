// The list of keys: those of the actions, and those that fields and lists have by themselves.
import { ACTIONS, type Key } from "./actions/actions";
import { KeyCap } from "./actions/key_cap";
import { useTexts } from "./context";
import { Dialog } from "./dialog";

export function Help({ onClose }: { onClose: () => void }) {
  const texts = useTexts();
  /** Actions that share a key, since one of them makes sense at a time, share a line. */
  const ofActions = new Map<Key, string[]>();
  for (const { key, name } of ACTIONS) {
    if (key !== undefined) ofActions.set(key, [...(ofActions.get(key) ?? []), name(texts)]);
  }
  const lines: { key: Key; says: string }[] = [
    ...[...ofActions].map(([key, names]) => ({ key, says: names.join(" / ") })),
    { key: "Enter", says: texts.help.open },
    { key: "Enter", says: texts.help.send },
    { key: "Shift+Enter", says: texts.help.newLine },
    { key: "Alt+n", says: texts.notes.switch },
  ];
  return (
    <Dialog title={texts.help.title} onClose={onClose}>
      <dl class="keys">
        {lines.map(({ key, says }) => (
          <div class="keys__row" key={says}>
            <dt>{says}</dt>
            <dd class="keys__keys">
              <KeyCap of={key} />
            </dd>
          </div>
        ))}
      </dl>
      <p class="dialog__note">{texts.help.note}</p>
    </Dialog>
  );
}
