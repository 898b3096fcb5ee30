// Picks a word's form by number: Russian has three, English two.

export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** A function from a number to the form of `forms` that agrees with it in the language. */
export function pluralOf(language: string): (count: number, forms: Forms) => string {
  const rules = new Intl.PluralRules(language);
  return (count, forms) => forms[rules.select(count)] ?? forms.other;
}
