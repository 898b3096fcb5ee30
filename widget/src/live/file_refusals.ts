// Why a file was not taken, in words: the same codes and the same remedies for visitors and operators.
import { kindsOf, type Limits } from "./uploads";

/** What is said of a file that was not taken; `kinds`: endings of those that are. */
export interface RefusalTexts {
  tooLarge(maxMb: number): string;
  readonly empty: string;
  wrongKind(kinds: string): string;
  readonly lies: string;
  readonly broken: string;
  readonly tooManyPixels: string;
  readonly tooMany: string;
  readonly later: string;
  readonly off: string;
  readonly full: string;
  readonly offline: string;
}

/** What to say of this code, which is the server's or `offline`. */
export function refusalText(code: string | null, texts: RefusalTexts, { accept, maxBytes }: Limits): string {
  switch (code) {
    case "file_too_large":
      return texts.tooLarge(maxBytes / 1e6);
    case "file_empty":
      return texts.empty;
    case "file_kind_refused":
      return texts.wrongKind(kindsOf(accept));
    case "file_name_lies":
      return texts.lies;
    case "file_broken":
      return texts.broken;
    case "image_too_large":
      return texts.tooManyPixels;
    case "too_many_files":
      return texts.tooMany;
    case "files_off":
      return texts.off;
    case "files_full":
      return texts.full;
    case "offline":
      return texts.offline;
    default:
      return texts.later;
  }
}
