// Boxes over the pages of a file: drawn, moved, resized and removed by mouse, touch and keys. What is sent are the
// rows of numbers and the choices beside the pages; without this script a person fills those in.
(() => {
  const form = document.querySelector("[data-boxes]");
  if (!form || !form.querySelector(".held-canvas svg")) return;
  const SIDE = 1000, LEAST = 4, STEP = 5, GRIP = 18, MOST = 400;
  const rows = form.querySelector(".held-rows");
  const blank = form.querySelector("[data-row-template]").content.firstElementChild;
  const SIDES = ["left", "top", "right", "bottom"];
  const svgOf = (page) => form.querySelector(`[data-page="${page}"] svg`);
  const pageOf = (svg) => svg.closest("[data-page]").dataset.page;
  const inside = (value, low, high) => Math.min(Math.max(value, low), high);
  const get = (rect) => ["x", "y", "width", "height"].map((name) => Number(rect.getAttribute(name)));
  let next = 0;

  const put = (rect, [x, y, width, height]) => {
    const w = inside(width, LEAST, SIDE), h = inside(height, LEAST, SIDE);
    const values = [inside(x, 0, SIDE - w), inside(y, 0, SIDE - h), w, h];
    ["x", "y", "width", "height"].forEach((name, index) => rect.setAttribute(name, values[index].toFixed(1)));
    const row = rect.dataset.row && rows.querySelector(`[data-row="${rect.dataset.row}"]`);
    if (!row) return;
    const [left, top, wide, high] = values;
    const said = { page: pageOf(rect.ownerSVGElement), left, top, right: left + wide, bottom: top + high };
    Object.entries(said).forEach(([name, value]) => {
      row.querySelector(`[name$="-${name}"]`).value = name === "page" ? value : (value / 10).toFixed(1);
    });
  };

  const label = (rect) => {
    const page = pageOf(rect.ownerSVGElement);
    rect.setAttribute("tabindex", "0");
    rect.setAttribute("role", "button");
    const title = rect.querySelector("title");
    rect.setAttribute("aria-label", rect.dataset.group ? `第${page}页查到的“${title ? title.textContent : ""}”，按回车改为保留或遮去` : `第${page}页的框`);
  };

  const rowFor = (rect) => {
    const row = blank.cloneNode(true);
    row.dataset.row = rect.dataset.row = String(next);
    row.querySelectorAll("input").forEach((input) => { input.name = input.name.replace(/box-\d+-/, `box-${next}-`); });
    row.querySelector("legend").textContent = `第${next + 1}个框`;
    row.querySelector("[data-remove]").hidden = false;
    next += 1;
    rows.append(row);
  };

  const add = (svg, values) => {
    if (next >= MOST) return null;
    const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    rect.setAttribute("class", "own");
    svg.append(rect);
    rowFor(rect);
    put(rect, values);
    label(rect);
    return rect;
  };

  const remove = (rect) => {
    const row = rows.querySelector(`[data-row="${rect.dataset.row}"]`);
    const other = rect.previousElementSibling || rect.nextElementSibling;
    if (row) row.remove();
    rect.remove();
    if (other) other.focus();
  };

  const choose = (group, value) => {
    const radio = form.querySelector(`[name="choice-${group}"][value="${value}"]`);
    if (radio) radio.checked = true;
    form.querySelectorAll(`rect[data-group="${group}"]`).forEach((rect) => rect.classList.toggle("kept", value === "keep"));
  };
  const toggle = (rect) => choose(rect.dataset.group, rect.classList.contains("kept") ? "hide" : "keep");

  // A found box that is moved becomes an own one, and so do all boxes of the same text: from now on the person's
  // boxes say what is covered, and the machine's choice for this text is off.
  const own = (rect) => {
    if (!rect.dataset.group) return rect;
    const group = rect.dataset.group;
    let mine = rect;
    form.querySelectorAll(`rect[data-group="${group}"]`).forEach((one) => {
      if (!one.classList.contains("kept") || one === rect) {
        const made = add(one.ownerSVGElement, get(one));
        if (one === rect && made) mine = made;
      }
    });
    choose(group, "keep");
    form.querySelectorAll(`rect[data-group="${group}"]`).forEach((one) => one.remove());
    return mine;
  };

  const point = (svg, event) => {
    const area = svg.getBoundingClientRect();
    return [((event.clientX - area.left) / area.width) * SIDE, ((event.clientY - area.top) / area.height) * SIDE];
  };

  const start = (event) => {
    const svg = event.currentTarget, touch = event.pointerType === "touch";
    const hit = event.target.closest("rect");
    if (event.button || (touch && !hit && !svg.classList.contains("drawing"))) return;
    if (!touch || svg.classList.contains("drawing")) event.preventDefault();
    const from = point(svg, event);
    let rect = hit, moved = false, before = hit && get(hit);
    const area = svg.getBoundingClientRect();
    const near = (SIDE * GRIP) / Math.min(area.width, area.height);
    const grip = before && from[0] > before[0] + before[2] - Math.min(near, before[2] / 3) && from[1] > before[1] + before[3] - Math.min(near, before[3] / 3);
    const move = (now) => {
      const [dx, dy] = point(svg, now).map((value, index) => value - from[index]);
      if (!moved && Math.hypot(dx, dy) < LEAST) return;
      if (!moved && rect) rect = own(rect);
      moved = true;
      if (!rect) { rect = add(svg, [from[0], from[1], LEAST, LEAST]); before = null; }
      if (!rect) return;
      if (!before) put(rect, [Math.min(from[0], from[0] + dx), Math.min(from[1], from[1] + dy), Math.abs(dx), Math.abs(dy)]);
      else if (grip) put(rect, [before[0], before[1], Math.max(before[2] + dx, LEAST), Math.max(before[3] + dy, LEAST)]);
      else put(rect, [before[0] + dx, before[1] + dy, before[2], before[3]]);
    };
    const end = () => {
      svg.removeEventListener("pointermove", move);
      if (rect && rect.isConnected) rect.focus();
      if (hit && !moved && hit.dataset.group) toggle(hit);
    };
    svg.setPointerCapture(event.pointerId);
    svg.addEventListener("pointermove", move);
    svg.addEventListener("pointerup", end, { once: true });
    svg.addEventListener("pointercancel", end, { once: true });
  };

  const press = (event) => {
    const rect = event.target.closest("rect");
    if (!rect) return;
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (way) {
      const mine = own(rect), [x, y, width, height] = get(mine), [dx, dy] = way.map((one) => one * STEP);
      put(mine, event.shiftKey ? [x, y, width + dx, height + dy] : [x + dx, y + dy, width, height]);
      mine.focus();
    } else if (event.key === "Delete" || event.key === "Backspace") {
      if (rect.dataset.group) choose(rect.dataset.group, "keep"); else remove(rect);
    } else if ((event.key === "Enter" || event.key === " ") && rect.dataset.group) toggle(rect);
    else return;
    event.preventDefault();
  };

  form.querySelectorAll(".held-canvas svg").forEach((svg) => {
    svg.addEventListener("pointerdown", start);
    svg.addEventListener("keydown", press);
    svg.querySelectorAll("rect").forEach(label);
  });
  rows.querySelectorAll("[data-row]").forEach((row) => {
    const empty = [...row.querySelectorAll("input")].every((input) => !input.value);
    if (empty) { row.remove(); return; }
    next = Math.max(next, Number(row.dataset.row) + 1);
    row.querySelector("[data-remove]").hidden = false;
  });
  rows.addEventListener("click", (event) => {
    const row = event.target.closest("[data-remove]") && event.target.closest("[data-row]");
    if (!row) return;
    const rect = form.querySelector(`rect[data-row="${row.dataset.row}"]`);
    if (rect) remove(rect); else row.remove();
  });
  rows.addEventListener("change", (event) => {
    const row = event.target.closest("[data-row]");
    const value = (name) => Number(row.querySelector(`[name$="-${name}"]`).value);
    const [left, top, right, bottom] = SIDES.map((side) => value(side) * 10);
    const svg = svgOf(value("page"));
    if (!svg || !(left >= 0 && left < right && right <= SIDE && top >= 0 && top < bottom && bottom <= SIDE)) return;
    let rect = form.querySelector(`rect[data-row="${row.dataset.row}"]`);
    if (!rect) {
      rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      rect.setAttribute("class", "own");
      rect.dataset.row = row.dataset.row;
    }
    svg.append(rect);
    put(rect, [left, top, right - left, bottom - top]);
    label(rect);
  });
  form.addEventListener("change", (event) => {
    const group = /^choice-(\d+)$/.exec(event.target.name);
    if (group) choose(group[1], event.target.value);
  });
  form.addEventListener("click", (event) => {
    const page = event.target.closest("[data-page]");
    const svg = page && page.querySelector("svg");
    if (event.target.closest("[data-add]")) add(svg, [400, 450, 200, 60])?.focus();
    const draw = event.target.closest("[data-draw]");
    if (draw) draw.setAttribute("aria-pressed", String(svg.classList.toggle("drawing")));
  });
  form.querySelectorAll(".held-tools").forEach((one) => { one.hidden = false; });
  form.querySelectorAll("[data-nojs]").forEach((one) => { one.hidden = true; });
  const refused = document.getElementById("refused");
  if (refused) refused.focus();
})();
