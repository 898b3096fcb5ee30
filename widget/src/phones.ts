// A telephone's number while it is typed: Russian ones as people write them, others as they are.

/** Ten digits at least, and what people put between them. */
export const PHONE_PATTERN = "\\+?([\\s\\(\\)\\-]*\\d){10,15}";

const GROUPS = [1, 4, 7, 9, 11] as const;
const BEFORE = ["+", " ", " ", "-", "-"] as const;

/** `+7 912 345-67-89`, as far as it goes; null: it is not a Russian number, or not one yet. */
export function spellPhone(text: string): string | null {
  let digits = text.replace(/\D/g, "");
  if (/^\s*\+/.test(text) ? !digits.startsWith("7") : !/^[789]/.test(digits)) return null;
  if (digits.startsWith("9")) digits = `7${digits}`;
  digits = `7${digits.slice(1)}`;
  if (digits.length > 11) return null;
  let begin = 0;
  return GROUPS.map((end, group) => {
    const part = digits.slice(begin, end);
    begin = end;
    return part && BEFORE[group] + part;
  }).join("");
}

/** Spells what is in the field, if the writer is at its end and not taking it back. */
export function maskPhone(input: HTMLInputElement): void {
  const { value, selectionEnd } = input;
  const spelled = spellPhone(value);
  const isAtEnd = selectionEnd === value.length;
  if (spelled && isAtEnd && spelled.length >= value.length) input.value = spelled;
}
