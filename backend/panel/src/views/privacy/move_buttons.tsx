// Two buttons that move something up and down in its list.

interface MoveButtonsProps {
  readonly title: string;
  readonly words: { readonly up: (title: string) => string; readonly down: (title: string) => string };
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly onMove: (by: -1 | 1) => void;
}

export function MoveButtons({ title, words, isFirst, isLast, onMove }: MoveButtonsProps) {
  const ways = [
    { name: words.up(title), sign: "↑", by: -1, isAtEnd: isFirst },
    { name: words.down(title), sign: "↓", by: 1, isAtEnd: isLast },
  ] as const;
  return (
    <>
      {ways.map(({ name, sign, by, isAtEnd }) => (
        <button
          key={by}
          class="button button--quiet button--icon"
          type="button"
          aria-label={name}
          title={name}
          aria-disabled={isAtEnd}
          onClick={() => !isAtEnd && onMove(by)}
        >
          <span aria-hidden="true">{sign}</span>
        </button>
      ))}
    </>
  );
}
