// Finds rows of a case, lights the rows of a flag, and goes to a row and back. Keeps nothing, sends nothing; without it
// the page says the same.
(() => {
  "use strict";
  const FILTERS = {
    agency: ["Agency", "All agencies"],
    person: ["Child or adult", "Everybody"],
    topic: ["About", "Everything"],
  };
  const KEYS = [
    ["Left, Right", "in the timeline: the mark before, the mark after"],
    ["Up, Down", "in the timeline: the agency above, the agency below"],
    ["Home, End", "in the timeline: the first mark, the last mark"],
    ["Enter", "in the timeline: go to the row of the mark"],
    ["+ − 0", "in the timeline: closer, wider, all"],
    ["Escape", "in a row that you went to: back to where you were; elsewhere: no rows lit"],
  ];

  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const words = (text) => (text ? text.split(" ") : []);
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));

  class Case {
    constructor(section) {
      this.section = section;
      this.number = Number(section.id.slice("case-".length));
      this.rows = [...section.querySelectorAll("table.all > tbody > tr")].map((row) => ({
        row,
        id: row.id.slice("e-".length),
        agency: [row.dataset.a ?? ""],
        person: words(row.dataset.w),
        topic: words(row.dataset.t),
      }));
      this.byId = new Map(this.rows.map((each) => [each.id, each]));
      this.lit = new Set();
      this.fill(section.querySelector(".tools"));
      section.addEventListener("click", (event) => this.pressed(event.target.closest(".light")));
      for (const flag of section.querySelectorAll(".flag[data-e]:not([data-e=''])")) this.addButton(flag);
      this.say();
    }

    fill(tools) {
      const later = () => {
        clearTimeout(this.waiting);
        this.waiting = setTimeout(() => this.filter(), 120);
      };
      const choices = JSON.parse(tools.dataset.choices);
      this.search = make("input", { type: "search", autocomplete: "off", spellcheck: false, oninput: later });
      this.selects = Object.keys(FILTERS)
        .filter((kind) => choices[kind].length > 1)
        .map((kind) => this.select(kind, choices[kind]));
      const clear = make("button", { type: "button", onclick: () => this.reset() }, "Clear all");
      this.status = make("p", { className: "status", role: "status" });
      this.which = make("p", { className: "which", hidden: true });
      const keys = KEYS.flatMap(([key, does]) => [make("dt", {}, key), make("dd", {}, does)]);
      tools.append(
        make("label", {}, "Search the rows", this.search),
        ...this.selects.map((select) => make("label", {}, FILTERS[select.name][0], select)),
        clear,
        this.status,
        this.which,
        make("details", { className: "keys" }, make("summary", {}, "Keys"), make("dl", {}, ...keys)),
      );
      tools.setAttribute("role", "search");
      tools.setAttribute("aria-label", `Rows of ${this.section.querySelector("h2").textContent}`);
      tools.hidden = false;
    }

    select(kind, choices) {
      const options = choices.map(([value, text]) => make("option", { value }, text));
      const all = make("option", { value: "" }, FILTERS[kind][1]);
      return make("select", { name: kind, onchange: () => this.filter() }, all, ...options);
    }

    addButton(flag) {
      const button = make("button", { type: "button", className: "light" }, "Light its rows");
      button.setAttribute("aria-pressed", "false");
      flag.querySelector(".says").after(button);
    }

    filter() {
      clearTimeout(this.waiting);
      const looked = words(plain(this.search.value).trim()).filter(Boolean);
      const chosen = this.selects.filter((select) => select.selectedIndex);
      for (const each of this.rows) {
        if (looked.length) each.text ??= plain(each.row.textContent);
        const shown =
          chosen.every((select) => each[select.name].includes(select.value)) &&
          looked.every((word) => each.text.includes(word));
        each.row.classList.toggle("hidden", !shown);
      }
      this.changed();
    }

    showAll() {
      this.search.value = "";
      for (const select of this.selects) select.selectedIndex = 0;
      this.filter();
    }

    reset() {
      this.light(null);
      this.showAll();
    }

    hides(id) {
      return this.byId.get(id).row.classList.contains("hidden");
    }

    pressed(button) {
      if (button) this.light(button === this.button ? null : button);
    }

    // One flag at a time; its rows are shown even where a filter had hidden them.
    light(button) {
      this.button?.setAttribute("aria-pressed", "false");
      button?.setAttribute("aria-pressed", "true");
      this.button = button;
      const flag = button?.closest(".flag");
      const ids = words(flag?.dataset.e);
      this.lit = new Set(ids);
      if (ids.some((id) => this.hides(id))) this.showAll();
      for (const { row, id } of this.rows) this.shade(row, [id]);
      this.which.hidden = !flag;
      this.which.replaceChildren();
      const says = flag?.querySelector(".says").textContent;
      if (flag) this.which.append("Lit are the rows of: ", make("a", { href: `#${flag.id}` }, says));
      this.changed();
      if (!flag) return;
      tell("flagger:goto", { row: ids[0] });
      this.section.querySelector(".tools").scrollIntoView();
    }

    shade(element, ids) {
      const lit = ids.some((id) => this.lit.has(id));
      element.classList.toggle("lit", lit);
      element.classList.toggle("faded", this.lit.size > 0 && !lit);
    }

    changed() {
      this.marks();
      this.say();
      tell("flagger:changed", { case: this.number });
    }

    marks() {
      for (const mark of this.section.querySelectorAll(".timeline .m[data-e]")) {
        const ids = words(mark.dataset.e);
        mark.classList.toggle("off", ids.every((id) => this.hides(id)));
        this.shade(mark, ids);
      }
    }

    say() {
      const all = this.rows.length;
      const shown = this.rows.filter((each) => !this.hides(each.id)).length;
      const away = [...this.lit].filter((id) => this.hides(id)).length;
      const says = [shown < all ? `${shown} of ${all} rows shown` : `All rows shown: ${all}`];
      if (this.lit.size) says.push(`lit: ${this.lit.size}`);
      if (away) says.push(`not shown of these: ${away}`);
      this.status.textContent = says.join("; ");
    }
  }

  const cases = new Map([...document.querySelectorAll(".case")].map((section) => [section, new Case(section)]));
  let from = null; // the link by which one came to the row `at`
  let at = null;

  const back = () => {
    const again = from.isConnected ? from : document.querySelector(`.m[data-e~="${at.id.slice("e-".length)}"]`);
    from = null;
    again?.focus();
  };
  // Links to rows: a row that is filtered out is shown first, and can then take the keyboard.
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (!link) return;
    const row = document.querySelector(`tr${link.getAttribute("href")}`);
    [from, at] = [row && link, row];
    if (!row) return;
    row.tabIndex = -1;
    if (row.matches(".hidden")) cases.get(row.closest(".case")).showAll();
  });
  window.addEventListener("hashchange", () => {
    if (from && location.hash !== `#${at.id}`) back();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || (event.target.type === "search" && event.target.value)) return;
    if (from && event.target === at) back();
    else for (const each of cases.values()) if (each.button) each.light(null);
  });
  document.addEventListener("flagger:drawn", (event) => {
    for (const each of cases.values()) if (each.number === event.detail.case) each.marks();
  });
})();
