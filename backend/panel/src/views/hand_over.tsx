// To which department a conversation is handed over: a button, and the departments of its site below it.
import { useId } from "preact/hooks";
import type { Department } from "../operator.gen";
import { useTexts } from "./context";
import { Icon } from "./icons";
import { usePopup } from "./use_popup";

export interface HandOverProps {
  readonly departments: readonly Department[];
  /** In which the conversation is. */
  readonly current: Department | null;
  readonly disabled: boolean;
  readonly onHandOver: (departmentId: string) => void;
}

export function HandOver({ departments, current, disabled, onHandOver }: HandOverProps) {
  const texts = useTexts();
  const id = useId();
  const { isOpen, setIsOpen, frame, button, onKeyDown } = usePopup();
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape is heard wherever the focus is inside
    <div class="hand-over" ref={frame} onKeyDown={onKeyDown}>
      <button
        class="button"
        type="button"
        ref={button}
        aria-expanded={isOpen}
        aria-controls={id}
        aria-disabled={disabled}
        onClick={() => {
          if (!disabled) setIsOpen(!isOpen);
        }}
      >
        {texts.thread.handOver}
        <Icon name="chevron" />
      </button>
      {isOpen && (
        <section class="menu__sheet hand-over__sheet" id={id} aria-label={texts.thread.handOverTo}>
          <p class="hand-over__note">{texts.thread.handOverTo}</p>
          {departments.map((department) => (
            <button
              key={department.id}
              class="button button--quiet hand-over__one"
              type="button"
              aria-disabled={department.id === current?.id}
              onClick={() => {
                if (department.id === current?.id) return;
                setIsOpen(false);
                button.current?.focus();
                onHandOver(department.id);
              }}
            >
              <span class="hand-over__name">{department.name}</span>
              {department.id === current?.id && <span class="hand-over__here">{texts.thread.isHere}</span>}
            </button>
          ))}
        </section>
      )}
    </div>
  );
}
