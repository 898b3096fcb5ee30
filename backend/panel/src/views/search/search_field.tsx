// The field above the list. It has the key "/", and Escape leaves it.
import { useTexts } from "../context";
import { Icon } from "../icons";
import type { SearchField } from "./use_search_field";

export function SearchInput({ search }: { readonly search: SearchField }) {
  const texts = useTexts();
  return (
    // biome-ignore lint/a11y/useSemanticElements: <search> is too new for the browsers that operators have
    <form
      class="search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        search.submit();
      }}
    >
      <Icon name="search" />
      <input
        class="input search__input"
        ref={search.input}
        type="search"
        maxLength={1_000}
        autocomplete="off"
        value={search.query}
        placeholder={texts.search.field}
        aria-label={texts.search.label}
        onInput={(event) => search.type(event.currentTarget.value)}
        onFocus={search.focus}
        onBlur={(event) => search.blur(event.relatedTarget)}
      />
      {!search.hasAny ? (
        <span class="kbd search__key" aria-hidden="true">
          /
        </span>
      ) : (
        <button
          class="button button--quiet button--icon search__clear"
          type="button"
          aria-label={texts.list.clearSearch}
          title={texts.list.clearSearch}
          onClick={() => {
            search.leave();
            search.input.current?.focus();
          }}
        >
          <Icon name="clear" />
        </button>
      )}
    </form>
  );
}
