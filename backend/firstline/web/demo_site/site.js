// Another customer at the same browser must not find the conversation of the one before.
for (const link of document.querySelectorAll(".people a")) {
  link.addEventListener("click", () => {
    if (!link.hasAttribute("aria-current")) window.Firstline?.logout();
  });
}
