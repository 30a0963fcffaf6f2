
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
