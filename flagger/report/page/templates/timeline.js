// Zooms a timeline, and makes its marks one stop for the keyboard, named from their rows of the table. Only places in
// time change; without it the drawing and the table say the same.
(() => {
  "use strict";
  // These three are as in marks.py and axis.py.
  const NEAR = 24;
  const ROOM = 34;
  const YEARS = [1, 2, 5, 10, 20, 50, 100, 1000];
  const LEAST = 14; // days shown
  const MONTHS = "January February March April May June July August September October November December".split(" ");

  const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
  const middle = (row) => (row.low + row.high) >> 1;
  const lowest = (rows) => Math.min(...rows.map((row) => row.low));
  const highest = (rows) => Math.max(...rows.map((row) => row.high));
  const by = (of) => (a, b) => of(a) - of(b);
  const ids = (mark) => mark.dataset.e.split(" ");
  const used = (mark, name) => Number(mark.querySelector("use").getAttribute(name));
  const inTable = (id) => document.getElementById(`e-${id}`);
  const shown = (id) => !inTable(id).matches(".hidden");
  const inOrder = (lane) => [...lane.querySelectorAll(".m:not(.off)")].sort(by((mark) => used(mark, "x")));
  const words = (cell) => cell.textContent.slice(0, 200).trim();

  const add = (parent, tag, attributes, text = "") => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const name in attributes) element.setAttribute(name, attributes[name]);
    element.textContent = text;
    return parent.appendChild(element);
  };

  // The rows of a mark as it was drawn: zooming leaves them on its level, together or apart.
  const read = (mark) => {
    mark.dataset.e ??= mark.getAttribute("href").slice(3);
    const looks = mark.dataset.k?.split(",");
    const days = mark.dataset.d.split(" ");
    const rows = ids(mark).map((id, n) => {
      const [low, high = low] = days[n].split("-").map(Number);
      return { id, low, high, look: looks?.[n] ?? mark.getAttribute("class").slice(2) };
    });
    return [rows, used(mark, "y")];
  };

  const timeline = (svg) => {
    const number = Number(svg.closest("figure").id.slice(3));
    const box = svg.parentElement;
    const bar = document.getElementById(`zoom-${number}`);
    const scale = svg.querySelector(".scale");
    const bottom = scale.innerHTML.match(/V\d+/);
    const [left, right, days] = ["left", "right", "days"].map((name) => Number(svg.dataset[name]));
    const topics = Object.fromEntries(JSON.parse(document.getElementById(`tools-${number}`).dataset.choices).topic);
    const lanes = new Map([...svg.querySelectorAll(".lane")].map((lane) => [lane, [...lane.children].map(read)]));
    const rows = new Map([...lanes.values()].flat(2).flat().map((row) => [row.id, row]));
    const daysOf = (element) => element.dataset.d.split(" ").map(Number);
    const moving = [...svg.querySelectorAll("[data-d]:not(.m)")].map((element) => [element, daysOf(element)]);
    let [from, to, current] = [0, days];

    const room = () => (right - left) / (to - from);
    const x = (day) => Math.round(clamp(left + (day - from) * room(), left - 10, right + 16)); // what goes on runs out
    const within = (low, high) => low <= to && high >= from;
    const marks = () => [...svg.querySelectorAll(".m")];
    const markOf = (id) => svg.querySelector(`.m[data-e~="${id}"]:not(.off)`);

    const parts = (day) => {
      const date = new Date(Date.parse(svg.dataset.first) + day * 864e5);
      return [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
    };
    const said = (day) => parts(day).map((part, n) => (n === 1 ? MONTHS[part] : part)).reverse().join(" ");

    const stopAt = (mark) => {
      if (current) current.tabIndex = -1;
      current = mark;
      if (mark) mark.tabIndex = 0;
    };

    const nameOf = (those) => {
      const [date, agency, , what] = [...inTable(those[0]).cells].map(words);
      const about = [...new Set(those.map((id) => topics[inTable(id).dataset.t.split(" ")[0]] ?? ""))].join("; ");
      if (!those[1]) return `${date}, ${agency}, ${about}: ${what.slice(0, 100)}`;
      return `${those.length} rows of ${agency}, ${date} to ${words(inTable(those.at(-1)).cells[0])}: ${about}`;
    };

    // Says of every mark what its rows are, leaving out those that are filtered out; one mark is a stop for Tab.
    const name = () => {
      for (const mark of marks()) {
        const those = ids(mark).filter(shown);
        mark.tabIndex = -1;
        mark.setAttribute("aria-label", nameOf(those.length ? those : ids(mark)));
        mark.querySelector("title")?.remove();
        const count = mark.querySelector("text");
        if (count) count.textContent = those.length > 1 ? those.length : "";
      }
      stopAt((current && markOf(ids(current)[0])) || svg.querySelector(".m:not(.off)"));
    };

    const drawMark = (lane, those, y) => {
      const look = those.every((row) => row.look === those[0].look) ? those[0].look : "sx";
      const e = those.map((row) => row.id).join(" ");
      const mark = add(lane, "a", { class: `m ${look}`, "data-e": e, href: `#e-${those[0].id}` });
      const [since, until] = [x(lowest(those)), x(highest(those))];
      const at = (x(middle(those[0])) + x(middle(those.at(-1)))) >> 1;
      if (until - since >= NEAR) add(mark, "path", { d: `M${since} ${y}H${until}` });
      add(mark, "use", { href: `#c${number}-${look.match(/\w+/)[0].slice(1)}`, x: at, y });
      if (those[1]) add(mark, "text", { x: at + 10, y: y + 5 });
    };

    const drawTrack = (lane, [track, y]) => {
      const groups = [];
      for (const row of track.filter((each) => within(each.low, each.high))) {
        const near = groups.at(-1);
        if (near && x(middle(row)) - x(middle(near[0])) < NEAR) near.push(row);
        else groups.push([row]);
      }
      for (const near of groups) drawMark(lane, near, y);
    };

    // For each day of the scale: its words, and those above it. As in axis.py.
    const tick = (day) => {
      const [year, month, date] = parts(day);
      if (room() * 7 >= ROOM) {
        return (room() >= ROOM || [1, 8, 15, 22].includes(date)) && [date, `${MONTHS[month]} ${year}`];
      }
      if (date > 1) return false;
      const step = [1, 3].find((n) => room() * 30 * n >= ROOM);
      if (step) return month % step === 0 && [MONTHS[month].slice(0, 3), year];
      return !month && year % YEARS.find((n) => room() * 365 * n >= 46) === 0 && ["", year];
    };

    const drawScale = () => {
      const space = room() * 7 >= ROOM ? 120 : 46;
      const [minor, major] = [[], []];
      let over;
      scale.replaceChildren();
      for (let day = from; day <= to; day++) {
        const [label, above] = tick(day) || [];
        if (above === undefined) continue;
        const at = x(day);
        (above === over ? minor : major).push(at);
        if (at + ROOM <= right + 12) add(scale, "text", { x: at + 4, y: 37 }, label);
        if (above === over) continue;
        if (at - major.at(-2) < space) scale.querySelectorAll(".year").item(major.length - 2)?.replaceChildren();
        add(scale, "text", { x: at + 4, y: 17, class: "year" }, at + space <= right + 12 ? above : "");
        over = above;
      }
      for (const [look, top, those] of [["minor", 26, minor], ["major", 4, major]]) {
        add(scale, "path", { class: look, d: those.map((at) => `M${at} ${top}${bottom}`).join("") });
      }
    };

    // What stands at some days: a path has as many places as days.
    const move = (element, at) => {
      let n = 0;
      element.classList.toggle("off", !within(Math.min(...at), Math.max(...at)));
      if (!element.matches("path")) return element.setAttribute("x", x(at[0]));
      const moved = element.getAttribute("d").replace(/([ML])\d+/g, (_, to) => to + x(at[n++]));
      element.setAttribute("d", moved);
    };

    // As many days, moved inside the axis.
    const show = (first, last) => {
      const long = Math.min(Math.round(last - first), days);
      const focused = svg.contains(document.activeElement);
      from = clamp(Math.round(first), 0, days - long);
      to = from + long;
      for (const each of moving) move(...each);
      drawScale();
      for (const [lane, tracks] of lanes) {
        lane.replaceChildren();
        for (const track of tracks) drawTrack(lane, track);
      }
      document.dispatchEvent(new CustomEvent("flagger:drawn", { detail: { case: number } }));
      name();
      if (focused) current?.focus();
      bar.lastChild.textContent = `${said(from)} to ${said(to)}`;
    };

    const zoom = (times) => {
      const around = svg.contains(document.activeElement) ? middle(rows.get(ids(current)[0])) : (from + to) / 2;
      const long = clamp((to - from) * times, LEAST, days);
      show(around - long / 2, around + long / 2);
    };
    const pan = (step) => show(from + step, to + step);

    const showLit = () => {
      const those = [...document.querySelectorAll(`#table-${number} .lit`)];
      const lit = those.map((row) => rows.get(row.id.slice(2))).filter(Boolean);
      const around = Math.max((highest(lit) - lowest(lit)) / 20, LEAST / 2);
      if (lit[0]) show(lowest(lit) - around, highest(lit) + around);
      else bar.lastChild.textContent = "No row with a date is lit.";
    };

    // Brings the mark of a row into view, without moving the page or the focus.
    const reach = (id) => {
      const row = rows.get(id);
      if (!row) return;
      if (!within(row.low, row.high)) pan(middle(row) - (from + to) / 2);
      stopAt(markOf(id) ?? current);
      if (!current) return;
      const [inner, outer] = [current, box].map((each) => each.getBoundingClientRect());
      const hidden = inner.left < outer.left || inner.right > outer.right;
      if (hidden) box.scrollLeft += inner.left - outer.left - outer.width / 2;
    };

    // The next mark of the lane; where the days shown end, the next row beyond them.
    const along = (step) => {
      const lane = current.parentElement;
      const all = inOrder(lane);
      const beyond = lanes.get(lane).flatMap(([track]) => track.filter((row) => !within(row.low, row.high)));
      const ahead = beyond.filter((row) => shown(row.id) && step * (row.low - from) > 0);
      ahead.sort(by((row) => step * middle(row)));
      const next = all[all.indexOf(current) + step];
      if (!next && ahead[0]) reach(ahead[0].id);
      (next ?? current).focus();
    };

    const across = (step) => {
      const all = [...lanes.keys()].filter((lane) => inOrder(lane)[0]);
      const next = all[all.indexOf(current.parentElement) + step];
      const far = (mark) => Math.abs(used(mark, "x") - used(current, "x"));
      if (next) inOrder(next).sort(by(far))[0].focus();
    };

    const keys = { "+": () => zoom(0.5), "=": () => zoom(0.5), "-": () => zoom(2), 0: () => show(0, days) };
    const onMarks = {
      ArrowLeft: () => along(-1),
      ArrowRight: () => along(1),
      ArrowUp: () => across(-1),
      ArrowDown: () => across(1),
      Home: () => inOrder(current.parentElement)[0].focus(),
      End: () => inOrder(current.parentElement).at(-1).focus(),
    };
    box.addEventListener("keydown", (event) => {
      const does = keys[event.key] ?? (event.target.matches(".m") && onMarks[event.key]);
      if (!does || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      does();
    });
    // Chromium makes an element of SVG that listens to focus a stop for Tab, so the box around it listens.
    box.addEventListener("focusin", (event) => event.target.matches(".m") && stopAt(event.target));
    box.addEventListener("pointerover", (event) => {
      const mark = event.target.closest(".m:not(:has(title))");
      if (mark) add(mark, "title", {}, mark.getAttribute("aria-label"));
    });
    document.addEventListener("flagger:goto", (event) => reach(event.detail.row));
    document.addEventListener("flagger:changed", (event) => event.detail.case === number && name());

    for (const [text, onclick] of Object.entries({
      Closer: () => zoom(0.5),
      Wider: () => zoom(2),
      All: () => show(0, days),
      Earlier: () => pan((from - to) / 2),
      Later: () => pan((to - from) / 2),
      "To the lit rows": showLit,
    })) {
      bar.append(Object.assign(document.createElement("button"), { type: "button", textContent: text, onclick }));
    }
    bar.append(document.createElement("span"));
    bar.lastChild.setAttribute("role", "status");
    bar.hidden = false;
    svg.setAttribute("role", "group");
    name();
  };

  document.querySelectorAll(".tl-scroll > .tl").forEach(timeline);
})();
