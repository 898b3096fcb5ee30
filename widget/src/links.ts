// Addresses in what people write, to be made links of.

/**
 * From the scheme to the last sign that can end an address: a full stop or a bracket after it is the sentence's. A name
 * before the host (https://bank@evil) and signs that can't be seen serve to deceive, so an address ends before them.
 */
const ADDRESS =
  /(https?:\/\/[^\s/?#@<>"\p{C}]*[^\s/?#@.,:;!?…»)\]"'<>\p{C}](?:[/?#](?:[^\s<>"\p{C}]*[^\s.,:;!?…»)\]"'<>\p{C}])?)?)/iu;

/** The text in parts that make it up again: what stands at odd places is an address, at even ones (may be empty) not. */
export function splitLinks(text: string): string[] {
  return text.split(ADDRESS);
}
