"use strict";
// The table of all lines: filters, order and pages. What is looked at stands
// behind the # of the address, so it can be sent to somebody.
(() => {
  const bill = JSON.parse(document.getElementById("bill").textContent);
  const { texts, rows, words } = bill;
  const [ENV, SERVICE, RESOURCE, LINE, QUANTITY, PRICE, SHOWN, EXACT, HOW] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  const KEYS = { env: ENV, service: SERVICE, resource: RESOURCE, line: LINE, cost: EXACT };
  const PAGE = 100, PRINTED = 1000;
  const byId = (id) => document.getElementById(id);
  const table = byId("rows"), body = table.tBodies[0], form = byId("filter");

  // Sums are exact: digits as whole numbers of 10^-30.
  const PLACES = 30n;
  const exact = (text) => {
    const [whole, part = ""] = text.replace("-", "").split(".");
    const size = BigInt(whole + part.padEnd(Number(PLACES), "0"));
    return text.startsWith("-") ? -size : size;
  };
  const money = (sum) => {
    const unit = 10n ** (PLACES - 2n), size = sum < 0n ? -sum : sum;
    const cents = (size + unit / 2n) / unit;
    if (cents === 0n && size > 0n) return bill.currency + " < 0.01";
    const whole = (cents / 100n).toString().replace(/\B(?=(\d{3})+$)/g, ",");
    const sign = sum < 0n && cents > 0n ? "-" : "";
    return `${bill.currency} ${sign}${whole}.${(cents % 100n).toString().padStart(2, "0")}`;
  };
  const phrase = (text, values) => text.replace(/\{(\d)\}/g, (_, i) => values[i]);
  const grouped = (n) => n.toString().replace(/\B(?=(\d{3})+$)/g, ",");
  const costs = rows.map((row) => exact(row[EXACT]));
  const search = rows.map((row) =>
    [ENV, SERVICE, RESOURCE, LINE].map((i) => texts[row[i]]).join(" ").toLowerCase());

  let state = {};
  const read = () => {
    const given = new URLSearchParams(location.hash.slice(1));
    state = Object.fromEntries(
      ["q", "env", "service", "sort", "page"].map((key) => [key, given.get(key) || ""]));
  };
  const write = (changes) => {
    const next = new URLSearchParams();
    for (const [key, value] of Object.entries({ ...state, page: "", ...changes })) {
      if (value) next.set(key, value);
    }
    history.replaceState(null, "", "#" + next);
    read();
    show();
  };

  const found = () => {
    const wanted = state.q.toLowerCase().split(/\s+/).filter(Boolean);
    const places = rows.map((_, i) => i).filter((i) =>
      (!state.env || texts[rows[i][ENV]] === state.env) &&
      (!state.service || texts[rows[i][SERVICE]] === state.service) &&
      wanted.every((word) => search[i].includes(word)));
    const down = state.sort.startsWith("-"), column = KEYS[state.sort.replace("-", "")];
    if (column === undefined) return places;
    const order = column === EXACT
      ? (a, b) => (costs[a] < costs[b] ? -1 : costs[a] > costs[b] ? 1 : 0)
      : (a, b) => texts[rows[a][column]].localeCompare(texts[rows[b][column]]);
    return places.sort((a, b) => (down ? order(b, a) : order(a, b)) || a - b);
  };

  const cell = (text, number) => {
    const td = document.createElement("td");
    td.textContent = text;
    if (number) td.className = "number";
    return td;
  };
  const explained = (row) => {
    const tr = document.createElement("tr"), td = document.createElement("td");
    tr.className = "how";
    td.colSpan = 7;
    for (const place of row[HOW]) {
      const p = document.createElement("p");
      p.textContent = texts[place];
      td.append(p);
    }
    tr.append(td);
    return tr;
  };
  const element = (row) => {
    const tr = document.createElement("tr"), open = document.createElement("button");
    open.type = "button";
    open.className = "open";
    open.textContent = "+";
    open.setAttribute("aria-expanded", "false");
    open.setAttribute("aria-label", phrase(words.how, [`${texts[row[RESOURCE]]} ${texts[row[LINE]]}`]));
    open.addEventListener("click", () => {
      const is = open.getAttribute("aria-expanded") === "true";
      open.setAttribute("aria-expanded", String(!is));
      open.textContent = is ? "+" : "–";
      if (is) tr.nextElementSibling.remove(); else tr.after(explained(row));
    });
    const line = cell("");
    line.append(open, texts[row[LINE]]);
    tr.append(cell(texts[row[ENV]]), cell(texts[row[SERVICE]]), cell(texts[row[RESOURCE]]), line,
      cell(texts[row[QUANTITY]], true), cell(texts[row[PRICE]], true), cell(row[SHOWN], true));
    return tr;
  };

  const fill = (places) => body.replaceChildren(...places.map((i) => element(rows[i])));
  const show = () => {
    const places = found();
    const pages = Math.max(1, Math.ceil(places.length / PAGE));
    const page = Math.min(pages, Math.max(1, parseInt(state.page, 10) || 1));
    fill(places.slice((page - 1) * PAGE, page * PAGE));
    const sum = places.reduce((sum, i) => sum + costs[i], 0n);
    byId("shown").textContent = phrase(words.shown, [grouped(places.length), grouped(rows.length), money(sum)]);
    byId("pages").hidden = pages === 1;
    byId("page").textContent = phrase(words.page, [page, pages]);
    byId("previous").disabled = page === 1;
    byId("next").disabled = page === pages;
    byId("previous").onclick = () => write({ page: String(page - 1) });
    byId("next").onclick = () => write({ page: String(page + 1) });
    for (const name of ["q", "env", "service"]) {
      const field = form.elements[name];
      if (field && field.value !== state[name]) field.value = state[name];
    }
    for (const th of table.tHead.rows[0].cells) {
      const key = th.dataset.key;
      if (key && key === state.sort.replace("-", "")) {
        th.setAttribute("aria-sort", state.sort.startsWith("-") ? "descending" : "ascending");
      } else th.removeAttribute("aria-sort");
    }
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => write({ [event.target.name]: event.target.value }));
  table.tHead.addEventListener("click", (event) => {
    const key = event.target.closest("th")?.dataset.key;
    if (!key || !event.target.closest("button")) return;
    // Money is read from the top, names from A.
    const first = key === "cost" ? "-cost" : key;
    const second = key === "cost" ? "cost" : "-" + key;
    write({ sort: state.sort === first ? second : state.sort === second ? "" : first });
  });
  addEventListener("hashchange", () => {
    read();
    show();
    if (location.hash.includes("=")) byId("lines").scrollIntoView();
  });
  // On paper there are no pages to turn.
  addEventListener("beforeprint", () => {
    const places = found();
    fill(places.slice(0, PRINTED));
    byId("printed").hidden = places.length <= PRINTED;
    byId("printed").textContent = phrase(words.printed, [grouped(PRINTED), grouped(places.length)]);
  });
  addEventListener("afterprint", () => {
    byId("printed").hidden = true;
    show();
  });
  read();
  show();
})();
