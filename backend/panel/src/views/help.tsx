// The list of keys. A native dialog: it keeps the focus inside and gives it back.
import { useEffect, useRef } from "preact/hooks";
import { useTexts } from "./context";
import { Icon } from "./icons";

export function Help({ onClose }: { onClose: () => void }) {
  const texts = useTexts();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);

  const keys: { keys: string[]; says: string }[] = [
    { keys: ["J"], says: texts.help.next },
    { keys: ["K"], says: texts.help.previous },
    { keys: ["Enter"], says: texts.help.open },
    { keys: ["R"], says: texts.help.reply },
    { keys: ["N"], says: texts.notes.write },
    { keys: ["Alt", "N"], says: texts.notes.switch },
    { keys: ["A"], says: texts.help.take },
    { keys: ["E"], says: texts.help.toggle },
    { keys: ["/"], says: texts.help.search },
    { keys: ["Esc"], says: texts.help.back },
    { keys: ["?"], says: texts.help.help },
    { keys: ["Enter"], says: texts.help.send },
    { keys: ["Shift", "Enter"], says: texts.help.newLine },
  ];
  return (
    <dialog class="dialog" ref={dialog} onClose={onClose} aria-labelledby="help-title">
      <div class="dialog__head">
        <h2 class="dialog__title" id="help-title">
          {texts.help.title}
        </h2>
        <button
          class="button button--quiet button--icon"
          type="button"
          aria-label={texts.help.close}
          title={texts.help.close}
          onClick={() => dialog.current?.close()}
        >
          <Icon name="clear" />
        </button>
      </div>
      <dl class="keys">
        {keys.map(({ keys: names, says }) => (
          <div class="keys__row" key={says}>
            <dt>{says}</dt>
            <dd class="keys__keys">
              {names.map((name, index) => (
                <span key={name}>
                  {index > 0 && " + "}
                  <kbd class="kbd">{name}</kbd>
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <p class="dialog__note">{texts.help.note}</p>
    </dialog>
  );
}
