// A file's name: its ending stands apart, so that neither a long name nor one from right to left hides what the file is.
import { splitEnding } from "../state/plain_words";

export function FileName({ name, title }: { readonly name: string; readonly title?: string }) {
  const [stem, ending] = splitEnding(name);
  return (
    <span class="file__name" title={title}>
      <bdi class="file__stem">{stem}</bdi>
      <span>{ending}</span>
    </span>
  );
}
