// Words put into a field as if they were typed: the browser's own undo takes them back.

/** Replaces what is between two places of the field, and leaves the caret behind it, or at `caret` within it. */
export function insertText(field: HTMLTextAreaElement, start: number, end: number, text: string): void {
  field.focus();
  field.setSelectionRange(start, end);
  // Deprecated, and the only way that Ctrl+Z undoes; the input event that it fires is the one a key would.
  if (document.execCommand?.("insertText", false, text)) return;
  field.setRangeText(text, start, end, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: text }));
}
