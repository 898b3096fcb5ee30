// The shop's own script: its buttons open the chat, also when they are pressed before the chat's script has come.
window.ryadom ??= (...call) => {
  window.ryadom.q = [...(window.ryadom.q ?? []), call];
};

document.addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest("[data-opens-chat]")) window.ryadom("open");
});
