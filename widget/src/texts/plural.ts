// A number and the form of the word that goes with it.

/** Makes a function that picks the form by the language's own rules: `forms` by `Intl.PluralRules` category. */
export function pluralOf(
  language: string,
  forms: Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string },
): (count: number) => string {
  const rules = new Intl.PluralRules(language);
  return (count) => `${count}\u00a0${forms[rules.select(count)] ?? forms.other}`;
}
