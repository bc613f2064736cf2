// The search page starts in its field.
document.querySelector("form.bd-search input")?.focus();
