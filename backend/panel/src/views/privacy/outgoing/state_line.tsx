// How it goes with what things are sent to: its state, and below it what there is to know beside that.

export interface StateWords {
  /** Whether somebody should look at it. */
  readonly tone: "good" | "warn" | "off";
  readonly text: string;
  /** None where nothing is to be known. */
  readonly notes: readonly string[];
}

export function StateLine({ state: { tone, text, notes } }: { readonly state: StateWords }) {
  return (
    <>
      <span class={`outgoing__state--${tone}`}>{text}</span>
      {notes.map((note) => (
        <span key={note} class="table__second">
          {note}
        </span>
      ))}
    </>
  );
}
