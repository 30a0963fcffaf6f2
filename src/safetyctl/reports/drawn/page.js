
document.querySelectorAll("table.sorts").forEach((table) => {
  const body = table.tBodies[0];
  const value = (row, at) => row.cells[at].dataset.v ?? row.cells[at].textContent.trim();
  table.querySelectorAll("thead tr:last-child th").forEach((head, at) => {
    const button = head.querySelector("button");
    if (!button) return;
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      table.querySelectorAll("thead tr:last-child th").forEach((each) => each.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = Array.from(body.rows);
      rows.sort((one, other) => {
        const [a, b] = [value(one, at), value(other, at)];
        if (!a || !b) return a ? -1 : b ? 1 : 0;
        const order = a.localeCompare(b, document.documentElement.lang, { numeric: true });
        return down ? -order : order;
      });
      body.append(...rows);
    });
  });
});
document.querySelectorAll("table.sorts").forEach((table) => {
  const rows = Array.from(table.tBodies[0].rows);
  if (rows.length <= 8) return;
  const box = document.createElement("p");
  const label = document.createElement("label");
  const input = document.createElement("input");
  const count = document.createElement("output");
  input.type = "search";
  box.className = "filter";
  label.append(document.body.dataset.filter, " ", input);
  count.setAttribute("aria-live", "polite");
  box.append(label, count);
  table.closest(".scroll").before(box);
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase();
    let shown = 0;
    rows.forEach((row) => {
      row.hidden = !row.textContent.toLowerCase().includes(wanted);
      shown += row.hidden ? 0 : 1;
    });
    count.textContent = wanted ? `${shown} / ${rows.length}` : "";
  });
});
