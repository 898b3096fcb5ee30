// What stands where nothing is sent anywhere yet: how one begins, first in the register of recipients.

export const REGISTER = "#privacy/register";

export interface BeginningProps {
  readonly words: { readonly empty: string; readonly emptySteps: readonly string[]; readonly register: string };
}

export function Beginning({ words }: BeginningProps) {
  return (
    <>
      <p>{words.empty}</p>
      <ol class="outgoing__steps">
        {words.emptySteps.map((step, index) => (
          <li key={step}>
            {step} {index === 0 && <a href={REGISTER}>{words.register}</a>}
          </li>
        ))}
      </ol>
    </>
  );
}
