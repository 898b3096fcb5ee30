// The text of a document as its public page shows it.

const LANGUAGE_BREAK = "---";

/** Blocks are parted by an empty line; "# " and "## " begin headings; "---" parts the Russian text from the other. */
export function DocumentText({ text }: { readonly text: string }) {
  const [russian = "", english = ""] = text.split(`\n${LANGUAGE_BREAK}\n`);
  return (
    <div class="consents__text">
      <div lang="ru">{blocksOf(russian)}</div>
      <div lang="en">{blocksOf(english)}</div>
    </div>
  );
}

function blocksOf(part: string) {
  return part
    .split("\n\n")
    .map((block) => block.trim())
    .filter(Boolean)
    .map((block, place) => {
      const heading = /^(##?) (.*)$/s.exec(block);
      if (heading?.[1] === "#") return <h3 key={place}>{heading[2]}</h3>;
      if (heading) return <h4 key={place}>{heading[2]}</h4>;
      return <p key={place}>{block}</p>;
    });
}
