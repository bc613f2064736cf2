// A button that copies the citation; without this the words can be selected.
(() => {
  for (const button of document.querySelectorAll("[data-pb-copy]")) {
    const words = document.getElementById(button.dataset.pbCopy);
    const said = button.parentElement.querySelector("[data-pb-copied]");
    if (!words || !navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(words.textContent.trim());
        said.textContent = "Copied.";
      } catch {
        getSelection().selectAllChildren(words);
        said.textContent = "Selected: copy it with your keyboard.";
      }
    });
  }
})();
